package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server on Go's {@code net/http}, over TLS, with its defaults. It offers the paths of
 * {@link Paths}. Its source is {@code server.go} among the resources.
 *
 * @param certificate its certificate
 */
record GoServer(TestCertificate certificate) implements ServerSpec {

	static GoServer tls() {
		return new GoServer(TestCertificate.ofThisHost());
	}

	/** The compiler, which makes the server. */
	@Override
	public String[] programs() {
		return new String[] { "go" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		return List.of(Built.SERVER.toString(), "127.0.0.1:" + port,
				this.certificate.writeCertificate(directory).toString(),
				this.certificate.writeKey(directory).toString(), ServerProcess.CONTENT);
	}

	/** The server's program, which is made once in this JVM and removed with it. */
	private static final class Built {

		static final Path SERVER = build();

		private static Path build() {
			try {
				Path directory = Files.createTempDirectory("conpool-go");
				Path source = directory.resolve("server.go");
				Path server = directory.resolve("server");
				for (Path file : List.of(directory, source, server)) {
					file.toFile().deleteOnExit();
				}
				try (InputStream in = GoServer.class.getResourceAsStream("server.go")) {
					Files.write(source, in.readAllBytes());
				}
				build(directory, source, server);
				return server;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** Needs nothing but the standard library, so no module and no network either. */
		private static void build(Path directory, Path source, Path server) throws IOException {
			Process build = new ProcessBuilder("env", "GOFLAGS=-mod=mod", "GOPROXY=off",
					Programs.require("go").toString(), "build", "-o", server.toString(), source.toString())
				.directory(directory.toFile())
				.redirectErrorStream(true)
				.start();
			String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!Files.isExecutable(server)) {
				throw new IllegalStateException("go build failed: " + output);
			}
		}

	}

}
