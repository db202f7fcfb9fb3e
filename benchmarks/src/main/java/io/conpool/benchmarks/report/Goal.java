package io.conpool.benchmarks.report;

import java.util.List;
import java.util.function.Function;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.idle.IdleState;
import io.conpool.benchmarks.run.Clients;

/**
 * What was to be reached: a figure of ours, as a rule in relation to somebody else's.
 * Immutable.
 */
final class Goal {

	private final Workload workload;

	private final String text;

	private final double limit;

	private final boolean atLeast;

	private final Measure measure;

	private Goal(Workload workload, String text, double limit, boolean atLeast, Measure measure) {
		this.workload = workload;
		this.text = text;
		this.limit = limit;
		this.atLeast = atLeast;
		this.measure = measure;
	}

	/** All of them. */
	static List<Goal> all() {
		return List.of(cpuOfH2load(Workload.W1), throughput(Candidate.VERTX, 3), throughput(Candidate.ARMERIA, 5),
				throughput(Candidate.REACTOR_NETTY, 5), throughput(Candidate.JDK, 10), allocated(),
				cpuOfBestPeer(Workload.W2, 0.4), cpuOfBestPeer(Workload.W2_JDK_TLS, 1.0), failures(),
				cpuOfBestPeer(Workload.W3, 0.3), cpuOfBestPeer(Workload.W4, 0.3), cpuOfH2load(Workload.W5_DOWN),
				cpuOfH2load(Workload.W5_UP), cpuOfBestPeer(Workload.W6, 0.5), cpuOfBestPeer(Workload.W6_VIRTUAL, 0.5),
				cpuOfBestPeer(Workload.W6_10000, 0.5), pinned(), latency("p50", Summary::p50Micros),
				latency("p99", Summary::p99Micros), spring(Workload.W8_REST, "RestClient", Candidate.REST_CONPOOL),
				spring(Workload.W8_WEB, "WebClient", Candidate.WEB_CONPOOL), idle(),
				manyEndpoints(Workload.W9, Workload.W9_ONE), manyEndpoints(Workload.W9_SPARSE, Workload.W9_SPARSE_ONE));
	}

	private static Goal cpuOfH2load(Workload workload) {
		return new Goal(workload, "CPU per request at most 1.0 x h2load's", 1.0, false,
				(figures, client) -> figures.median(workload, client, Summary::cpuMicros)
						/ figures.median(workload, Clients.H2LOAD, Summary::cpuMicros));
	}

	private static Goal cpuOfBestPeer(Workload workload, double limit) {
		return new Goal(workload, "CPU per request at most " + limit + " x the best Java peer's", limit, false,
				(figures, client) -> figures.median(workload, client, Summary::cpuMicros)
						/ figures.least(workload, Summary::cpuMicros));
	}

	private static Goal throughput(Candidate peer, int limit) {
		return new Goal(Workload.W1, "throughput at least " + limit + " x " + peer.title(), limit, true,
				(figures, client) -> figures.median(Workload.W1, client, Summary::perSecond)
						/ figures.median(Workload.W1, peer.id(), Summary::perSecond));
	}

	private static Goal allocated() {
		return new Goal(Workload.W1, "at most 1,024 bytes allocated per request", 1024, false,
				(figures, client) -> figures.median(Workload.W1, client, Summary::allocatedBytes));
	}

	private static Goal failures() {
		return new Goal(Workload.W3, "no request fails", 0, false,
				(figures, client) -> figures.median(Workload.W3, client, Summary::failures));
	}

	private static Goal pinned() {
		return new Goal(Workload.W6_10000, "no thread is pinned", 0, false,
				(figures, client) -> figures.median(Workload.W6_10000, client, Summary::pinnedThreads));
	}

	private static Goal latency(String name, Function<Summary, Spread> figure) {
		return new Goal(Workload.W7, name + " the lowest of all Java peers", 1.0, false,
				(figures, client) -> figures.median(Workload.W7, client, figure) / figures.least(Workload.W7, figure));
	}

	private static Goal spring(Workload workload, String name, Candidate ours) {
		return new Goal(workload, name + " costs less CPU per request than over Boot's own", 1.0, false,
				(figures, client) -> client.equals(Candidate.CONPOOL.id())
						? figures.median(workload, ours.id(), Summary::cpuMicros)
								/ figures.least(workload, Summary::cpuMicros)
						: Double.NaN);
	}

	private static Goal idle() {
		return new Goal(Workload.W9, "an idle endpoint costs under 4,096 bytes, its meters included", 4096, false,
				(figures, client) -> client.equals(Candidate.CONPOOL.id()) ? figures.idleBytes(IdleState.METERS)
						: Double.NaN);
	}

	private static Goal manyEndpoints(Workload workload, Workload atOne) {
		return new Goal(workload, "CPU per request at most 1.3 x that at one endpoint", 1.3, false,
				(figures, client) -> figures.median(workload, client, Summary::cpuMicros)
						/ figures.median(atOne, client, Summary::cpuMicros));
	}

	Workload workload() {
		return this.workload;
	}

	String text() {
		return this.text;
	}

	/** The figure of one of our clients, or NaN if it was not measured. */
	double measured(Figures figures, Candidate client) {
		return this.measure.of(figures, client.id());
	}

	boolean isMet(double measured) {
		return this.atLeast ? measured >= this.limit : measured <= this.limit;
	}

	private interface Measure {

		double of(Figures figures, String client);

	}

}
