package io.conpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.conpool.benchmarks.report.ResultTable;
import io.conpool.benchmarks.report.Summary;
import io.conpool.benchmarks.run.Clients;
import io.conpool.benchmarks.run.RunSettings;
import io.conpool.benchmarks.run.Runner;

/**
 * The command line, see {@code docs/performance.md}.
 */
public final class Bench {

	private Bench() {
	}

	/**
	 * Runs a command.
	 * @param args the command, what it is to be done with, and options
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(String[] args) throws IOException {
		Options options = new Options(args);
		List<String> words = options.words();
		Path directory = Files.createTempDirectory("conpool-bench");
		System.err.println("Log: " + directory.resolve("bench.log"));
		try (Runner runner = new Runner(settings(options, directory))) {
			for (String word : words) {
				measure(runner, Workload.valueOf(word), options);
			}
		}
	}

	private static RunSettings settings(Options options, Path directory) {
		String java = ProcessHandle.current().info().command().orElseThrow();
		return new RunSettings(java, options.number("server-core", 0), options.number("client-core", 1),
				options.number("rounds", 5), (long) (1_000 * options.decimal("seconds", 1.5)), 500,
				options.number("warm-up-windows", 12), directory);
	}

	private static void measure(Runner runner, Workload workload, Options options) {
		System.out.printf("%n%s: %s%n%n", workload, workload.description());
		List<String> clients = options.list("clients", Clients.of(workload));
		List<Summary> summaries = Summary.of(runner.run(workload, clients));
		ResultTable.of(workload, summaries).forEach(System.out::println);
	}

}
