package io.conpool.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.conpool.benchmarks.server.Site;

/**
 * nghttp2's server with one thread, which serves a file. Immutable.
 */
final class Nghttpd implements AutoCloseable {

	private final PinnedProcess process;

	private final int port;

	private Nghttpd(PinnedProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	static Nghttpd start(RunSettings settings) {
		try {
			Path root = Files.createDirectories(settings.directory().resolve("htdocs"));
			Files.write(root.resolve("bench"), new byte[Site.NGHTTPD.size()]);
			int port = freePort();
			PinnedProcess process = PinnedProcess.start("nghttpd", settings, settings.serverCore(),
					List.of("nghttpd", "--no-tls", "-n1", "-a", "127.0.0.1", "-m",
							Integer.toString(Site.NGHTTPD.maxStreams()), "-d", root.toString(),
							Integer.toString(port)));
			// It does not notice when this process ends
			Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
			awaitListening(port);
			return new Nghttpd(process, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static void awaitListening(int port) throws InterruptedException {
		for (int i = 0; i < 100; i++) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return;
			}
			catch (IOException ex) {
				Thread.sleep(50);
			}
		}
		throw new IllegalStateException("nghttpd does not listen, see the log of the run");
	}

	String uri() {
		return "http://127.0.0.1:" + this.port + "/bench";
	}

	@Override
	public void close() {
		this.process.kill();
	}

}
