package io.conpool.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.load.LoadProcess;
import io.conpool.benchmarks.load.Measurement;

/**
 * A client with a JVM of its own. Confined to one thread.
 */
final class JavaParticipant implements Participant {

	private final Workload workload;

	private final Candidate candidate;

	private final PinnedProcess process;

	private final RunSettings settings;

	JavaParticipant(RunSettings settings, Candidate candidate, Workload workload, List<String> uris) {
		this.workload = workload;
		this.candidate = candidate;
		this.settings = settings;
		List<String> arguments = new ArrayList<>(
				List.of(candidate.id(), workload.name(), settings.certificate().toString()));
		arguments.addAll(uris);
		this.process = PinnedProcess.start(candidate.id(), settings, settings.clientCore(),
				PinnedProcess.java(settings, options(workload), LoadProcess.class, arguments));
		this.process.readLine();
	}

	private static List<String> options(Workload workload) {
		String heap = workload.isLarge() ? "128m" : "1g";
		List<String> options = new ArrayList<>(PinnedProcess.javaOptions(heap));
		// Whatever core its compiler has for the time of the warm-up.
		options.add("-XX:ActiveProcessorCount=1");
		if (workload.isLarge()) {
			options.add("-XX:MaxDirectMemorySize=" + heap);
		}
		if (workload.isOnJdkTls()) {
			options.add("-Dio.netty.handler.ssl.noOpenSsl=true");
		}
		return options;
	}

	@Override
	public Workload workload() {
		return this.workload;
	}

	@Override
	public String client() {
		return this.candidate.id();
	}

	@Override
	public Measurement measure(long millis) {
		return Measurement.parse(this.process.ask(Long.toString(millis)));
	}

	@Override
	public boolean needsWarmUp() {
		return true;
	}

	/** Its compiler has the servers' core besides. */
	@Override
	public void beginWarmUp() {
		this.process.bind(this.settings.serverCore() + "," + this.settings.clientCore());
	}

	@Override
	public void endWarmUp() {
		this.process.bind(Integer.toString(this.settings.clientCore()));
	}

	@Override
	public void close() {
		this.process.close();
	}

}
