package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Apache httpd with mod_http2 over TLS. It answers a POST to a file with the file.
 *
 * @param certificate its certificate
 */
record Httpd(TestCertificate certificate) implements ServerSpec {

	// From the program's prefix: Debian, Fedora, Arch, a build from source, macOS.
	private static final List<String> MODULE_DIRECTORIES = List.of("lib/apache2/modules", "lib64/httpd/modules",
			"lib/httpd/modules", "modules", "libexec/apache2");

	private static final List<String> MODULES = List.of("mpm_event", "unixd", "authz_core", "log_config", "ssl",
			"http2");

	static Httpd tls() {
		return new Httpd(TestCertificate.ofThisHost());
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
				Protocols h2
				SSLEngine on
				SSLCertificateFile "%4$s"
				SSLCertificateKeyFile "%5$s"
				DocumentRoot "%1$s/htdocs"
				<Directory "%1$s/htdocs">
					Require all granted
				</Directory>
				""".formatted(directory, port, loadModules(program), this.certificate.writeCertificate(directory),
				this.certificate.writeKey(directory));
		Path file = Files.writeString(directory.resolve("httpd.conf"), configuration);
		return List.of(program.toString(), "-D", "FOREGROUND", "-f", file.toString());
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
