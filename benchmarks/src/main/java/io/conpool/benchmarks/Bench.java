package io.conpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.conpool.benchmarks.guard.Guard;
import io.conpool.benchmarks.idle.IdleCosts;
import io.conpool.benchmarks.report.IdleTable;
import io.conpool.benchmarks.report.PerformancePage;
import io.conpool.benchmarks.report.ResultTable;
import io.conpool.benchmarks.report.Summary;
import io.conpool.benchmarks.run.Clients;
import io.conpool.benchmarks.run.Result;
import io.conpool.benchmarks.run.ResultFiles;
import io.conpool.benchmarks.run.RunSettings;
import io.conpool.benchmarks.run.Runner;

/**
 * The command line, see {@code docs/performance.md}. Works in the root of the repository.
 */
public final class Bench {

	private static final Path RESULTS = Path.of("benchmarks", "results");

	private static final Path GUARDED = Path.of("benchmarks", "guard.csv");

	private static final Path DOCUMENTS = Path.of("docs");

	// Has options for Netty's use of native code and Unsafe that older ones refuse
	private static final int OLDEST_JDK = 24;

	private final Options options;

	private Bench(Options options) {
		this.options = options;
	}

	/**
	 * Runs a command.
	 * @param args the command, what it is to be done with, and options
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(String[] args) throws IOException {
		if (Runtime.version().feature() < OLDEST_JDK) {
			throw new IllegalStateException("JDK " + Runtime.version() + " (expected: >= " + OLDEST_JDK + ")");
		}
		Options options = new Options(args);
		Bench bench = new Bench(options);
		String command = options.words().isEmpty() ? "all" : options.words().get(0);
		switch (command) {
			case "all" -> bench.all();
			case "report" -> bench.report();
			case "guard" -> System.exit(bench.guard() ? 0 : 1);
			default -> bench.some();
		}
	}

	// What was measured before is left alone, so that a run can be taken up again
	private void all() throws IOException {
		RunSettings settings = settings(5, 1, 12);
		ResultFiles files = new ResultFiles(RESULTS);
		try (Runner runner = new Runner(settings)) {
			for (Workload workload : Workload.values()) {
				if (!workload.isBaseline() && (this.options.isSet("again") || !files.has(workload))) {
					files.write(workload, measure(runner, workload));
					files.writeEnvironment(settings);
				}
			}
			if (this.options.isSet("again") || !files.hasIdle()) {
				files.writeIdle(idle(runner));
			}
		}
		report();
	}

	private void report() throws IOException {
		new PerformancePage(DOCUMENTS).write(new ResultFiles(RESULTS));
	}

	private boolean guard() throws IOException {
		Guard guard = new Guard(GUARDED);
		try (Runner runner = new Runner(settings(5, 0.6, 8))) {
			return this.options.isSet("update") ? guard.update(runner) : guard.check(runner);
		}
	}

	private void some() throws IOException {
		try (Runner runner = new Runner(settings(3, 1, 12))) {
			for (String name : this.options.words()) {
				if (name.equals("idle")) {
					idle(runner);
				}
				else {
					measure(runner, Workload.valueOf(name));
				}
			}
		}
	}

	private RunSettings settings(int rounds, double seconds, int warmUpWindows) throws IOException {
		Path directory = Files.createTempDirectory("conpool-bench");
		System.err.println("Log: " + directory.resolve("bench.log"));
		String java = ProcessHandle.current().info().command().orElseThrow();
		return new RunSettings(java, this.options.number("server-core", 0), this.options.number("client-core", 1),
				this.options.number("rounds", rounds), (long) (1_000 * this.options.decimal("seconds", seconds)), 500,
				this.options.number("warm-up-windows", warmUpWindows), directory);
	}

	private static List<IdleCosts> idle(Runner runner) {
		System.out.printf("%n10,000 idle endpoints%n%n");
		List<IdleCosts> costs = runner.runIdle();
		IdleTable.of(costs).forEach(System.out::println);
		return costs;
	}

	private List<Result> measure(Runner runner, Workload workload) {
		System.out.printf("%n%s: %s%n%n", workload, workload.description());
		List<String> wanted = this.options.list("clients", Clients.of(workload));
		List<Result> results = runner.run(workload, Clients.of(workload).stream().filter(wanted::contains).toList());
		ResultTable.of(workload, Summary.of(results)).forEach(System.out::println);
		return results;
	}

}
