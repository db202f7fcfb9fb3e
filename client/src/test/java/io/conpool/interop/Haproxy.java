package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * HAProxy over TLS before a backend, with its defaults.
 *
 * @param certificate its certificate
 * @param backend the backend's port on 127.0.0.1
 */
record Haproxy(TestCertificate certificate, int backend) implements ServerSpec {

	static Haproxy before(Backend backend) {
		return new Haproxy(TestCertificate.ofThisHost(), backend.port());
	}

	@Override
	public String[] programs() {
		return new String[] { "haproxy" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		// It wants the key and the certificate in one file.
		Path both = Files.writeString(directory.resolve("both.pem"),
				Files.readString(this.certificate.writeCertificate(directory))
						+ Files.readString(this.certificate.writeKey(directory)));
		String configuration = """
				global
					maxconn 8000
					stats socket %1$s/haproxy.sock mode 600 expose-fd listeners
				defaults
					mode http
					timeout connect 5s
					timeout client 5m
					timeout server 5m
				frontend in
					bind 127.0.0.1:%2$d ssl crt %3$s alpn h2
					default_backend out
				backend out
					server one 127.0.0.1:%4$d
				""".formatted(directory, port, both, this.backend);
		Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration);
		return List.of(program.toString(), "-W", "-db", "-p", pidFile(directory).toString(), "-f", file.toString());
	}

	/** Its master is told by a signal. */
	@Override
	public List<String> reload(Path program, Path directory) throws IOException {
		String master = Files.readAllLines(pidFile(directory)).get(0);
		return List.of("kill", "-USR2", master);
	}

	private static Path pidFile(Path directory) {
		return directory.resolve("haproxy.pid");
	}

}
