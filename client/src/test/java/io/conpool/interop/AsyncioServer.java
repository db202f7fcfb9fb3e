package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server of HTTP/1.1 on Python's asyncio, over TLS. It answers one request on a
 * connection, and then sends {@code close_notify}; TCP it leaves open until the client
 * does the same. Its source is {@code server.py} among the resources.
 *
 * @param certificate its certificate
 */
record AsyncioServer(TestCertificate certificate) implements ServerSpec {

	/** Any method: a response without a length, which the end of the connection ends. */
	static final String UNTIL_CLOSE = "/until-close";

	static AsyncioServer tls() {
		return new AsyncioServer(TestCertificate.ofThisHost());
	}

	@Override
	public String[] programs() {
		return new String[] { "python3" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		Path source = directory.resolve("server.py");
		try (InputStream in = AsyncioServer.class.getResourceAsStream("server.py")) {
			Files.write(source, in.readAllBytes());
		}
		return List.of(program.toString(), source.toString(), Integer.toString(port),
				this.certificate.writeCertificate(directory).toString(),
				this.certificate.writeKey(directory).toString(), ServerProcess.CONTENT);
	}

}
