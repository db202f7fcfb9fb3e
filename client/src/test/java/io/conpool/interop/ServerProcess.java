package io.conpool.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import io.conpool.endpoint.Endpoint.Scheme;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process and a temporary directory of its own. Started by its constructor,
 * stopped by {@link #close()} or with this JVM. Used by one thread at a time.
 */
final class ServerProcess implements AutoCloseable {

	/** What every server answers to a GET of {@code /content.txt}. */
	static final String CONTENT = "0123456789abcdef".repeat(64);

	private static final String ADDRESS = "127.0.0.1";

	private static final int START_ATTEMPTS = 3;

	private static final long BOUND_SECONDS = 10;

	private static final int OUTPUT_SHOWN = 8_000;

	private final Thread onExit = new Thread(this::kill);

	private final ServerSpec spec;

	private final Path program;

	private final Path directory;

	private int port;

	// Read by the hook, too.
	private volatile @Nullable Process process;

	/** Returns when the server accepts connections. */
	ServerProcess(ServerSpec spec) {
		this.spec = spec;
		this.program = Programs.require(spec.programs());
		this.directory = newDirectory();
		Runtime.getRuntime().addShutdownHook(this.onExit);
		try {
			// Another process may take the port between the search and the start.
			for (int attempt = 1; !start(freePort()); attempt++) {
				if (attempt == START_ATTEMPTS) {
					throw new IllegalStateException(this.program.getFileName() + " does not start: " + output());
				}
			}
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private static Path newDirectory() {
		try {
			Path directory = Files.createTempDirectory("conpool-interop");
			// A server that root starts may serve as another user, who must get in.
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.writeString(Files.createDirectory(directory.resolve("htdocs")).resolve("content.txt"), CONTENT);
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A port below those that systems give to outgoing connections: while a server is
	 * down, a client's attempt to reach it could get just its port, and so connect to
	 * itself.
	 */
	private static int freePort() {
		while (true) {
			int candidate = ThreadLocalRandom.current().nextInt(10_000, 30_000);
			try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getByName(ADDRESS))) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Taken; there are others.
			}
		}
	}

	private boolean start(int port) {
		this.port = port;
		try {
			Process started = launch(this.spec.configure(this.program, this.directory, port));
			this.process = started;
			return awaitPort(started);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process launch(List<String> command) throws IOException {
		return new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile().toFile()))
			.start();
	}

	private boolean awaitPort(Process started) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
		while (started.isAlive() && System.nanoTime() < end) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(ADDRESS, this.port), 1_000);
				// Not another process's port.
				return started.isAlive();
			}
			catch (IOException ex) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
		kill();
		return false;
	}

	Endpoint endpoint() {
		return new Endpoint((this.spec.certificate() != null) ? Scheme.HTTPS : Scheme.HTTP, "localhost", this.port);
	}

	/** What it offers, if it offers the paths of {@link Paths}. */
	Site site() {
		return new Site(uri(""), this.spec.certificate());
	}

	/** The URI of a path, by the name {@code localhost}. */
	String uri(String path) {
		return endpoint() + path;
	}

	/** Ends the server at once, as a crash does. Returns when it is gone. */
	void kill() {
		Process running = this.process;
		if (running != null) {
			end(running, workersOf(running));
		}
	}

	/** To be asked before their parent is gone: after that nobody knows them. */
	private static List<ProcessHandle> workersOf(Process parent) {
		return parent.descendants().toList();
	}

	private static void end(Process parent, List<ProcessHandle> workers) {
		parent.destroyForcibly();
		workers.forEach(ProcessHandle::destroyForcibly);
		awaitEnd(parent);
	}

	/** Starts the server again on the same port, after {@link #kill()}. */
	void startAgain() {
		if (!start(this.port)) {
			throw new IllegalStateException(this.program.getFileName() + " does not start again: " + output());
		}
	}

	/** Makes the server replace its processes gracefully; returns when it was told. */
	void reload() {
		try {
			List<String> command = this.spec.reload(this.program, this.directory);
			Process messenger = launch(command);
			if (!awaitEnd(messenger) || messenger.exitValue() != 0) {
				throw new IllegalStateException(command + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What the server wrote, or the end of it. */
	String output() {
		try {
			String all = Files.exists(outputFile()) ? Files.readString(outputFile()) : "";
			String shown = all.substring(Math.max(0, all.length() - OUTPUT_SHOWN));
			return this.spec + " wrote: " + (shown.isEmpty() ? "nothing" : "\n" + shown);
		}
		catch (IOException ex) {
			return this.spec + ": its output is lost: " + ex;
		}
	}

	/** The directory of the files that it serves itself. */
	Path documents() {
		return this.directory.resolve("htdocs");
	}

	private Path outputFile() {
		return this.directory.resolve("output.txt");
	}

	/** Stops the server, whatever it takes, and removes its files. */
	@Override
	public void close() {
		Process running = this.process;
		if (running != null) {
			List<ProcessHandle> workers = workersOf(running);
			running.destroy();
			awaitEnd(running);
			end(running, workers);
		}
		Runtime.getRuntime().removeShutdownHook(this.onExit);
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach((file) -> file.delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean awaitEnd(Process process) {
		try {
			return process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
