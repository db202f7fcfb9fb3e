package io.conpool.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.load.Measurement;

/**
 * nghttp2's load generator in C: no client that anybody would build on, but what the
 * protocol costs at least. A process per measurement; its processor time is what the
 * system adds to the runner's account when it has ended. Confined to one thread.
 */
final class H2load implements Participant {

	private static final Pattern REQUESTS = Pattern
		.compile("requests: \\d+ total, \\d+ started, (\\d+) done, (\\d+) succeeded, (\\d+) failed, .*");

	// Its windows for every stream and for the connection, as an exponent of two, are
	// 2^30 unless told otherwise; these are Conpool's
	private static final List<String> WINDOWS = List.of("-w", "20", "-W", "24");

	private final RunSettings settings;

	private final Workload workload;

	private final String uri;

	H2load(RunSettings settings, Workload workload, String uri) {
		this.settings = settings;
		this.workload = workload;
		this.uri = uri;
	}

	static boolean can(Workload workload) {
		return workload.pace() == Workload.Pace.CLOSED && workload.endpoints() == 1 && workload != Workload.W8_WEB;
	}

	@Override
	public Workload workload() {
		return this.workload;
	}

	@Override
	public String client() {
		return Clients.H2LOAD;
	}

	@Override
	public Measurement measure(long millis) {
		try {
			return run(millis);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Measurement run(long millis) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("h2load", "-t", "1", "-c",
				Integer.toString(this.workload.maxConnections()), "-m",
				Integer.toString(this.workload.amount() / this.workload.maxConnections()), "-D", millis + "ms"));
		command.addAll(WINDOWS);
		if (this.workload.contentLength() > 0) {
			Path content = this.settings.directory().resolve("content");
			Files.write(content, new byte[this.workload.contentLength()]);
			command.addAll(List.of("-d", content.toString()));
		}
		command.add(this.uri);
		double ticks = childTicks();
		PinnedProcess process = PinnedProcess.start(Clients.H2LOAD, this.settings, this.settings.clientCore(), command);
		List<String> output = process.readAll();
		double used = childTicks() - ticks;
		for (String line : output) {
			Matcher matcher = REQUESTS.matcher(line);
			if (matcher.matches()) {
				return new Measurement(millis * 1_000_000, Long.parseLong(matcher.group(2)),
						Long.parseLong(matcher.group(3)), (long) (used * 10_000_000), -1, 0, 0, 0, 0, 0);
			}
		}
		throw new IllegalStateException(String.join("\n", output));
	}

	// In hundredths of a second, of children that have ended (proc(5): cutime, cstime)
	private static double childTicks() throws IOException {
		String stat = Files.readString(Path.of("/proc/self/stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
		return Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]);
	}

	@Override
	public boolean needsWarmUp() {
		return false;
	}

	@Override
	public void close() {
		// Runs only while it is measured
	}

}
