package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Apache httpd with mod_http2. It answers a POST to a file with the file.
 *
 * @param certificate its certificate, or null for h2c
 * @param proxied where all requests go, or an empty string if it answers itself
 */
record Httpd(@Nullable TestCertificate certificate, String proxied) implements ServerSpec {

	// From the program's prefix: Debian, Fedora, Arch, a build from source, macOS.
	private static final List<String> MODULE_DIRECTORIES = List.of("lib/apache2/modules", "lib64/httpd/modules",
			"lib/httpd/modules", "modules", "libexec/apache2");

	private static final List<String> MODULES = List.of("mpm_event", "unixd", "authz_core", "log_config", "ssl",
			"http2", "proxy", "proxy_http");

	static Httpd tls() {
		return new Httpd(TestCertificate.ofThisHost(), "");
	}

	/** In cleartext, as a proxy. */
	static Httpd before(Backend backend) {
		return new Httpd(null, "ProxyPass / http://127.0.0.1:" + backend.port() + "/");
	}

	@Override
	public String[] programs() {
		return new String[] { "apache2", "httpd" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		// Root has to name somebody else to serve as; for other users these lines have no
		// effect. The group is a number, since systems differ about its name.
		String configuration = """
				ServerName localhost
				ServerRoot "%1$s"
				DefaultRuntimeDir "%1$s"
				PidFile httpd.pid
				ErrorLog output.txt
				Listen 127.0.0.1:%2$d
				%3$s
				User nobody
				Group #65534
				Protocols h2 h2c
				%4$s
				%5$s
				DocumentRoot "%1$s/htdocs"
				<Directory "%1$s/htdocs">
					Require all granted
				</Directory>
				""".formatted(directory, port, loadModules(program), certificateLines(directory), this.proxied);
		Path file = Files.writeString(directory.resolve("httpd.conf"), configuration);
		return List.of(program.toString(), "-D", "FOREGROUND", "-f", file.toString());
	}

	@Override
	public List<String> reload(Path program, Path directory) {
		return List.of(program.toString(), "-f", directory.resolve("httpd.conf").toString(), "-k", "graceful");
	}

	private String certificateLines(Path directory) throws IOException {
		return (this.certificate == null) ? "" : "SSLEngine on\nSSLCertificateFile \"%s\"\nSSLCertificateKeyFile \"%s\""
			.formatted(this.certificate.writeCertificate(directory), this.certificate.writeKey(directory));
	}

	/** Those that are not there as files are compiled in. */
	private static String loadModules(Path program) throws IOException {
		Path modules = moduleDirectory(program.toRealPath());
		return MODULES.stream()
			.filter((name) -> Files.exists(modules.resolve("mod_" + name + ".so")))
			.map((name) -> "LoadModule " + name + "_module \"" + modules.resolve("mod_" + name + ".so") + "\"")
			.collect(Collectors.joining("\n"));
	}

	private static Path moduleDirectory(Path program) {
		Path prefix = program.getParent().getParent();
		return MODULE_DIRECTORIES.stream()
			.map(prefix::resolve)
			.filter((candidate) -> Files.exists(candidate.resolve("mod_http2.so")))
			.findFirst()
			.orElseThrow(() -> Programs.skip("mod_http2.so of Apache httpd is not installed"));
	}

}
