package io.conpool.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.idle.IdleCosts;
import io.conpool.benchmarks.idle.IdleProcess;
import io.conpool.benchmarks.idle.IdleState;
import io.conpool.benchmarks.server.Site;
import org.jspecify.annotations.Nullable;

/**
 * Measures one workload after the other: all clients are started and warmed up, then they
 * run in turn, in another order each round. A client that fails altogether is left out,
 * and the others go on. Confined to one thread.
 */
public final class Runner implements AutoCloseable {

	private final RunSettings settings;

	private final Server server;

	private @Nullable Nghttpd nghttpd;

	/**
	 * Starts the server.
	 * @param settings how the run is made
	 */
	public Runner(RunSettings settings) {
		this.settings = settings;
		this.server = Server.start(settings);
	}

	/**
	 * Measures a workload.
	 * @param workload what
	 * @param clients names of the clients
	 * @return every round of every client
	 */
	public List<Result> run(Workload workload, List<String> clients) {
		List<Participant> participants = new ArrayList<>();
		try {
			for (String client : clients) {
				attempt(client, () -> participants.add(start(workload, client)));
				Workload baseline = workload.baseline();
				if (baseline != null) {
					attempt(client, () -> participants.add(start(baseline, client)));
				}
			}
			for (Participant participant : List.copyOf(participants)) {
				if (!attempt(participant.client(), () -> warmUp(participant))) {
					participant.close();
					participants.remove(participant);
				}
			}
			return rounds(participants);
		}
		finally {
			participants.forEach(Participant::close);
		}
	}

	/**
	 * Measures what idle endpoints cost, each state of them in a process of its own.
	 * @return a line for each state
	 */
	public List<IdleCosts> runIdle() {
		String uri = this.server.uris(Site.SMALL, 1).get(0);
		List<IdleCosts> costs = new ArrayList<>();
		for (IdleState state : IdleState.values()) {
			List<String> command = PinnedProcess.java(this.settings, PinnedProcess.javaOptions("1g"), IdleProcess.class,
					List.of(state.name(), uri));
			try (PinnedProcess process = PinnedProcess.start(state.name(), this.settings, this.settings.clientCore(),
					command)) {
				costs.add(IdleCosts.parse(process.readLine()));
			}
		}
		return costs;
	}

	private Participant start(Workload workload, String client) {
		List<String> uris = uris(workload);
		if (client.equals(Clients.H2LOAD)) {
			return new H2load(this.settings, workload, uris.get(0));
		}
		return new JavaParticipant(this.settings, Candidate.of(client), workload, uris);
	}

	private List<String> uris(Workload workload) {
		if (workload.site() != Site.NGHTTPD) {
			return this.server.uris(workload.site(), workload.endpoints());
		}
		if (this.nghttpd == null) {
			this.nghttpd = Nghttpd.start(this.settings);
		}
		return List.of(this.nghttpd.uri());
	}

	private void warmUp(Participant participant) {
		if (!participant.needsWarmUp()) {
			return;
		}
		participant.beginWarmUp();
		int windows = WarmUp.run(participant, this.settings);
		participant.endWarmUp();
		System.err.printf("  %s: %s%n", participant.client(),
				(windows < 0) ? "not stable after " + this.settings.maxWarmUpWindows() + " windows"
						: "stable after " + windows + " windows");
	}

	private List<Result> rounds(List<Participant> participants) {
		List<Result> results = new ArrayList<>();
		List<Participant> remaining = new ArrayList<>(participants);
		for (int round = 0; round < this.settings.rounds(); round++) {
			for (int i = 0; i < participants.size(); i++) {
				Participant participant = participants.get((i + round) % participants.size());
				int number = round;
				if (remaining.contains(participant)
						&& !attempt(participant.client(), () -> results.add(new Result(participant.workload(),
								participant.client(), number, participant.measure(this.settings.roundMillis()))))) {
					remaining.remove(participant);
				}
			}
		}
		return results;
	}

	private static boolean attempt(String client, Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (IllegalStateException ex) {
			System.err.printf("  %s failed: %s%n", client, ex.getMessage());
			return false;
		}
	}

	@Override
	public void close() {
		this.server.close();
		if (this.nghttpd != null) {
			this.nghttpd.close();
		}
	}

}
