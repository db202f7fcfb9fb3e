package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Caddy over TLS before a backend, with its defaults. It answers a GET of
 * {@link #OWN_HINTS} itself, with a 103 and the content.
 *
 * @param certificate its certificate
 * @param backend the backend's port on 127.0.0.1
 */
record Caddy(TestCertificate certificate, int backend) implements ServerSpec {

	static final String OWN_HINTS = "/own-hints";

	static Caddy before(Backend backend) {
		return new Caddy(TestCertificate.ofThisHost(), backend.port());
	}

	@Override
	public String[] programs() {
		return new String[] { "caddy" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		String configuration = """
				{
					admin %1$s
					auto_https off
					storage file_system {
						root "%2$s"
					}
					servers {
						protocols h1 h2
					}
				}
				https://localhost:%3$d {
					bind 127.0.0.1
					tls "%4$s" "%5$s"
					route %6$s {
						header Link "</style.css>; rel=preload; as=style"
						respond 103
						respond "%7$s"
					}
					reverse_proxy 127.0.0.1:%8$d
				}
				""".formatted(admin(directory), directory, port, this.certificate.writeCertificate(directory),
				this.certificate.writeKey(directory), OWN_HINTS, ServerProcess.CONTENT, this.backend);
		Files.writeString(configuration(directory), configuration);
		// It keeps a copy of its configuration in the user's directory, whichever that
		// is.
		return List.of("env", "XDG_CONFIG_HOME=" + directory, program.toString(), "run", "--config",
				configuration(directory).toString());
	}

	@Override
	public List<String> reload(Path program, Path directory) {
		return List.of(program.toString(), "reload", "--force", "--config", configuration(directory).toString(),
				"--address", admin(directory));
	}

	private static Path configuration(Path directory) {
		return directory.resolve("Caddyfile");
	}

	private static String admin(Path directory) {
		return "unix/" + directory.resolve("admin.sock");
	}

}
