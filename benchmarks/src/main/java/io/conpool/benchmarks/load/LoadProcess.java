package io.conpool.benchmarks.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.BenchRequest;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.client.ClientSettings;
import io.conpool.benchmarks.client.ClientUnderTest;
import io.conpool.benchmarks.client.PreparedCall;
import org.HdrHistogram.Histogram;

/**
 * A process with one client, which it puts under the load of one workload whenever a line
 * of its input says for how many milliseconds, and ends with its input. Every such line
 * is answered by one with a {@link Measurement}. Confined to one thread.
 */
public final class LoadProcess {

	// Until all that the workload wants is under way
	private static final long RUN_UP_MILLIS = 200;

	private LoadProcess() {
	}

	/**
	 * Runs the process.
	 * @param args the candidate, the workload, the file with the server's certificate,
	 * and the URIs to be called in turn
	 */
	public static void main(String[] args) {
		try {
			run(args);
			System.exit(0);
		}
		catch (Exception ex) {
			ex.printStackTrace();
			// Threads of the client must not keep the process
			System.exit(1);
		}
	}

	private static void run(String[] args) throws Exception {
		Candidate candidate = Candidate.of(args[0]);
		Workload workload = Workload.valueOf(args[1]);
		ClientSettings settings = new ClientSettings(workload.maxConnections(), workload.amount(),
				ClientSettings.trust(Path.of(args[2])));
		ClientUnderTest client = candidate.start(settings);
		List<URI> uris = Arrays.stream(args).skip(3).map(URI::create).toList();
		byte[] content = new byte[workload.contentLength()];
		List<PreparedCall> calls = prepare(client, uris, content, workload.isStreamed());
		List<PreparedCall> first = prepare(client, uris, new byte[0], workload.isStreamed());
		Load load = load(workload, calls);
		PinnedThreads pinned = PinnedThreads.watch(workload.pace() == Workload.Pace.VIRTUAL_THREADS);
		connect(first);
		System.out.println("ready");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			connect(first);
			System.out.println(measure(load, Long.parseLong(line), pinned).asLine());
		}
	}

	private static List<PreparedCall> prepare(ClientUnderTest client, List<URI> uris, byte[] content,
			boolean streamed) {
		return uris.stream().map((uri) -> client.prepare(new BenchRequest(uri, content, streamed))).toList();
	}

	// One by one: some clients would open a connection for each of many that come at
	// once, and the JDK's upgrades only without content
	private static void connect(List<PreparedCall> calls) throws Exception {
		for (PreparedCall call : calls) {
			call.perform();
		}
	}

	private static Load load(Workload workload, List<PreparedCall> calls) {
		int length = workload.site().size();
		return switch (workload.pace()) {
			case CLOSED -> new ClosedLoad(calls, workload.amount(), length);
			case PLATFORM_THREADS -> new ThreadLoad(calls.get(0), Thread::new, workload.amount(), length);
			case VIRTUAL_THREADS -> new ThreadLoad(calls.get(0), NewerJdk.virtualThreads(), workload.amount(), length);
			case OPEN -> new OpenLoad(calls.get(0), workload.amount(), length);
		};
	}

	private static Measurement measure(Load load, long millis, PinnedThreads pinned) throws InterruptedException {
		load.start();
		Thread.sleep(RUN_UP_MILLIS);
		load.latencies();
		long completed = load.completed();
		long failed = load.failed();
		Costs before = Costs.now();
		Thread.sleep(millis);
		Costs used = Costs.now().since(before);
		completed = load.completed() - completed;
		failed = load.failed() - failed;
		Histogram latencies = load.latencies();
		load.stop();
		return Measurement.of(used, completed, failed, latencies, pinned.sinceLastTime());
	}

}
