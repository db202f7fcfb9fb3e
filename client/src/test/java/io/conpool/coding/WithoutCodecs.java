package io.conpool.coding;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A class path on which the optional codecs are missing.
 */
final class WithoutCodecs extends URLClassLoader {

	WithoutCodecs() {
		super(classPath(), ClassLoader.getPlatformClassLoader());
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(WithoutCodecs::url)
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
		if (name.startsWith("com.aayushatharva.") || name.startsWith("com.github.luben.")) {
			throw new ClassNotFoundException(name);
		}
		return super.findClass(name);
	}

}
