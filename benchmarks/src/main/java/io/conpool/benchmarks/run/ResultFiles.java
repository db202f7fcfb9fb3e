package io.conpool.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.conpool.benchmarks.Workload;
import io.conpool.benchmarks.idle.IdleCosts;
import io.conpool.benchmarks.load.Measurement;

/**
 * A directory with a file per workload, every round of every client in a line. Immutable.
 */
public final class ResultFiles {

	private static final String HEADER = "workload,client,round," + Measurement.COLUMNS;

	private static final String IDLE = "W9_IDLE";

	private final Path directory;

	/**
	 * Makes the directory if it is not there.
	 * @param directory where the files are
	 * @throws IOException if it cannot be made
	 */
	public ResultFiles(Path directory) throws IOException {
		this.directory = Files.createDirectories(directory);
	}

	/**
	 * Whether a workload was measured.
	 * @param workload the workload
	 * @return true if so
	 */
	public boolean has(Workload workload) {
		return Files.exists(file(workload.name()));
	}

	/**
	 * Writes what was measured in place of what was there.
	 * @param workload the workload
	 * @param results its rounds
	 * @throws IOException if it cannot be written
	 */
	public void write(Workload workload, List<Result> results) throws IOException {
		List<String> lines = new ArrayList<>(List.of(HEADER));
		for (Result result : results) {
			lines.add(result.workload() + "," + result.client() + "," + result.round() + ","
					+ result.measurement().asLine());
		}
		Files.write(file(workload.name()), lines);
	}

	/**
	 * Reads what was measured.
	 * @param workload the workload
	 * @return its rounds, or none if it was not measured
	 * @throws IOException if it cannot be read
	 */
	public List<Result> read(Workload workload) throws IOException {
		return has(workload)
				? Files.readAllLines(file(workload.name())).stream().skip(1).map(ResultFiles::parse).toList()
				: List.of();
	}

	/**
	 * Writes on what was measured.
	 * @param settings how the run is made
	 * @throws IOException if it cannot be written
	 */
	public void writeEnvironment(RunSettings settings) throws IOException {
		Files.write(this.directory.resolve("environment.txt"), Environment.lines(settings));
	}

	/**
	 * Reads on what was measured.
	 * @return lines {@code name: value}
	 * @throws IOException if it cannot be read
	 */
	public List<String> environment() throws IOException {
		return Files.readAllLines(this.directory.resolve("environment.txt"));
	}

	/**
	 * Whether idle endpoints were measured.
	 * @return true if so
	 */
	public boolean hasIdle() {
		return Files.exists(file(IDLE));
	}

	/**
	 * Writes what idle endpoints cost.
	 * @param costs a line for each state
	 * @throws IOException if it cannot be written
	 */
	public void writeIdle(List<IdleCosts> costs) throws IOException {
		List<String> lines = new ArrayList<>(List.of(IdleCosts.COLUMNS));
		costs.forEach((cost) -> lines.add(cost.asLine()));
		Files.write(file(IDLE), lines);
	}

	/**
	 * Reads what idle endpoints cost.
	 * @return a line for each state, or none if it was not measured
	 * @throws IOException if it cannot be read
	 */
	public List<IdleCosts> readIdle() throws IOException {
		return hasIdle() ? Files.readAllLines(file(IDLE)).stream().skip(1).map(IdleCosts::parse).toList() : List.of();
	}

	private static Result parse(String line) {
		String[] cells = line.split(",", 4);
		return new Result(Workload.valueOf(cells[0]), cells[1], Integer.parseInt(cells[2]),
				Measurement.parse(cells[3]));
	}

	private Path file(String name) {
		return this.directory.resolve(name + ".csv");
	}

}
