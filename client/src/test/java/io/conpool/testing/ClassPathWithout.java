package io.conpool.testing;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The class path of the tests without some packages, as if optional libraries were
 * missing.
 */
public final class ClassPathWithout extends URLClassLoader {

	private final String[] packages;

	/**
	 * Makes a class path.
	 * @param packages the packages that are missing, each with a dot at its end
	 */
	public ClassPathWithout(String... packages) {
		super(classPath(), ClassLoader.getPlatformClassLoader());
		this.packages = packages;
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(ClassPathWithout::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		if (Arrays.stream(this.packages).anyMatch(name::startsWith)) {
			throw new ClassNotFoundException(name);
		}
		return super.findClass(name);
	}

}
