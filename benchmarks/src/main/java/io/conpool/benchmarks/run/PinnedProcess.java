package io.conpool.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that is bound to one processor and talks in lines. What it says on its error
 * output goes to the run's log. It ends when it is closed, or with this process, since
 * its input ends then. Confined to one thread.
 */
final class PinnedProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final String name;

	private PinnedProcess(Process process, String name) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.name = name;
	}

	static PinnedProcess start(String name, RunSettings settings, int core, List<String> command) {
		List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
		pinned.addAll(command);
		try {
			Process process = new ProcessBuilder(pinned)
				.redirectError(ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
				.start();
			return new PinnedProcess(process, name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Binds it, with all its threads, to other cores than it was started on. */
	void bind(String cores) {
		List<String> command = List.of("taskset", "-a", "-p", "-c", cores, Long.toString(this.process.pid()));
		try {
			Process taskset = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			// Not zero where a thread has ended meanwhile.
			if (!taskset.waitFor(5, TimeUnit.SECONDS)) {
				taskset.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static List<String> javaOptions(String heap) {
		return List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
				"--sun-misc-unsafe-memory-access=allow");
	}

	static List<String> java(RunSettings settings, List<String> options, Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(settings.java());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return command;
	}

	String ask(String line) {
		try {
			this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException(this.name + " has ended, see the log of the run", ex);
		}
		return readLine();
	}

	String readLine() {
		try {
			String line = this.output.readLine();
			if (line == null) {
				throw new IllegalStateException(this.name + " has ended, see the log of the run");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What is left of its output, once it has ended. */
	List<String> readAll() throws InterruptedException {
		List<String> lines = this.output.lines().toList();
		this.process.waitFor();
		return lines;
	}

	/** Ends a process that does not look at its input. */
	void kill() {
		this.process.destroyForcibly();
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
