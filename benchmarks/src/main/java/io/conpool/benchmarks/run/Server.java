package io.conpool.benchmarks.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.conpool.benchmarks.server.BenchServer;
import io.conpool.benchmarks.server.Site;

/**
 * The server's process, seen from outside. Immutable.
 */
final class Server implements AutoCloseable {

	private static final int FURTHER_PORTS = 100;

	private final PinnedProcess process;

	private final Map<Site, List<Integer>> ports;

	private Server(PinnedProcess process, Map<Site, List<Integer>> ports) {
		this.process = process;
		this.ports = ports;
	}

	static Server start(RunSettings settings) {
		PinnedProcess process = PinnedProcess.start("The server", settings, settings.serverCore(),
				PinnedProcess.java(settings, PinnedProcess.javaOptions("256m"), BenchServer.class,
						List.of(settings.certificate().toString(), Integer.toString(FURTHER_PORTS))));
		Map<Site, List<Integer>> ports = new EnumMap<>(Site.class);
		for (String line = process.readLine(); !line.equals("ready"); line = process.readLine()) {
			String[] words = line.split(" ", -1);
			ports.computeIfAbsent(Site.valueOf(words[0]), (site) -> new ArrayList<>()).add(Integer.valueOf(words[1]));
		}
		return new Server(process, ports);
	}

	List<String> uris(Site site, int count) {
		String scheme = site.isTls() ? "https" : "http";
		return this.ports.getOrDefault(site, List.of())
			.stream()
			.limit(count)
			.map((port) -> scheme + "://127.0.0.1:" + port + "/bench")
			.toList();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
