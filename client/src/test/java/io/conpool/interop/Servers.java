package io.conpool.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The servers and clients of one test: ends them after it, and adds what the servers
 * wrote to its failure.
 */
final class Servers implements AfterEachCallback, TestExecutionExceptionHandler {

	private final List<ServerProcess> servers = new ArrayList<>();

	private final List<AutoCloseable> clients = new ArrayList<>();

	ServerProcess start(ServerSpec spec) {
		ServerProcess server = new ServerProcess(spec);
		this.servers.add(server);
		return server;
	}

	/** A client with its default settings that trusts the server. */
	H2Client client(Site site) {
		return client(site.builder());
	}

	/** A client that trusts the server's certificate. */
	H2Client client(ServerSpec server) {
		return client(builder(server));
	}

	H2Client client(H2ClientBuilder builder) {
		return closing(builder.build());
	}

	static H2ClientBuilder builder(ServerSpec server) {
		TestCertificate certificate = server.certificate();
		return (certificate != null) ? H2Client.builder().tls(certificate.trusted()) : H2Client.builder();
	}

	/** Closes it after the test, before what came earlier. */
	<T extends AutoCloseable> T closing(T closeable) {
		this.clients.add(closeable);
		return closeable;
	}

	@Override
	public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
		this.servers.forEach((server) -> thrown.addSuppressed(new ServerOutput(server.output())));
		throw thrown;
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		Collections.reverse(this.clients);
		try {
			for (AutoCloseable client : this.clients) {
				client.close();
			}
		}
		finally {
			this.servers.forEach(ServerProcess::close);
		}
	}

	/** Stands in a failure's stack trace. */
	private static final class ServerOutput extends Exception {

		ServerOutput(String output) {
			super(output, null, false, false);
		}

	}

}
