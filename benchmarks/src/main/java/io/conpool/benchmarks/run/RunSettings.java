package io.conpool.benchmarks.run;

import java.nio.file.Path;

/**
 * How a run is made.
 *
 * @param java the JDK's launcher
 * @param serverCore the processor on which the server and the runner run
 * @param clientCore the processor on which the clients run, one at a time
 * @param rounds how often every client is measured
 * @param roundMillis how long each time
 * @param warmUpMillis how long one window of the warm-up is
 * @param maxWarmUpWindows after how many windows a client is taken to be warm
 * @param directory where files for the run are put
 */
public record RunSettings(String java, int serverCore, int clientCore, int rounds, long roundMillis, long warmUpMillis,
		int maxWarmUpWindows, Path directory) {

	Path certificate() {
		return this.directory.resolve("server.pem");
	}

	Path log() {
		return this.directory.resolve("bench.log");
	}

}
