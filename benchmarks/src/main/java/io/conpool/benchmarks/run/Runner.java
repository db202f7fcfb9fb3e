package io.conpool.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.client.Candidate;
import io.conpool.benchmarks.load.Measurement;

/**
 * Measures one workload after the other: all clients are started and warmed up, then they
 * run in turn, in another order each round. Confined to one thread.
 */
public final class Runner implements AutoCloseable {

	private final RunSettings settings;

	private final Server server;

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
				participants.add(start(workload, client));
			}
			participants.stream().filter(Participant::needsWarmUp).forEach(this::warmUp);
			return rounds(workload, participants);
		}
		finally {
			participants.forEach(Participant::close);
		}
	}

	private Participant start(Workload workload, String client) {
		List<String> uris = this.server.uris(workload.site(), 1);
		if (client.equals(Clients.H2LOAD)) {
			return new H2load(this.settings, workload, uris.get(0));
		}
		return new JavaParticipant(this.settings, Candidate.of(client), workload, uris);
	}

	private void warmUp(Participant participant) {
		int windows = WarmUp.run(participant, this.settings);
		System.err.printf("  %s: %s%n", participant.id(),
				(windows < 0) ? "not stable after " + this.settings.maxWarmUpWindows() + " windows"
						: "stable after " + windows + " windows");
	}

	private List<Result> rounds(Workload workload, List<Participant> participants) {
		List<Result> results = new ArrayList<>();
		for (int round = 0; round < this.settings.rounds(); round++) {
			for (int i = 0; i < participants.size(); i++) {
				Participant participant = participants.get((i + round) % participants.size());
				Measurement measurement = participant.measure(this.settings.roundMillis());
				results.add(new Result(workload, participant.id(), round, measurement));
			}
		}
		return results;
	}

	@Override
	public void close() {
		this.server.close();
	}

}
