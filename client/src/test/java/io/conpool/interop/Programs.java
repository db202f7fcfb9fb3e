package io.conpool.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds programs of this machine. Stateless.
 */
final class Programs {

	private static final Logger logger = LoggerFactory.getLogger(Programs.class);

	// Servers are often installed where the PATH of an ordinary user does not lead.
	private static final List<String> BESIDE_PATH = List.of("/usr/sbin", "/usr/local/sbin");

	private static final List<Path> DIRECTORIES = Stream
		.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)), BESIDE_PATH.stream())
		.filter((directory) -> !directory.isEmpty())
		.map(Path::of)
		.distinct()
		.toList();

	private Programs() {
	}

	/** The first of the names that is installed; the test is skipped if none is. */
	static Path require(String... names) {
		return Stream.of(names).flatMap((name) -> find(name).stream()).findFirst().orElseThrow(() -> {
			String missing = String.join(" or ", names);
			return skip(missing + " is not installed (looked in PATH, /usr/sbin and /usr/local/sbin)");
		});
	}

	private static Optional<Path> find(String name) {
		return DIRECTORIES.stream().map((directory) -> directory.resolve(name)).filter(Files::isExecutable).findFirst();
	}

	/** What a program writes, to whichever stream, until it ends. */
	static String output(Path program, String argument) {
		try {
			Process process = new ProcessBuilder(program.toString(), argument).redirectErrorStream(true).start();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Build tools keep the reason of a skipped test to themselves, so it is logged, too.
	 */
	static TestAbortedException skip(String reason) {
		logger.warn("INTEROP TEST SKIPPED: {}", reason);
		return new TestAbortedException("skipped: " + reason);
	}

}
