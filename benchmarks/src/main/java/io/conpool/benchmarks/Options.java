package io.conpool.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a command line, and its options of the form {@code --name=value}.
 * Immutable.
 */
final class Options {

	private static final Set<String> KNOWN = Set.of("clients", "rounds", "seconds", "warm-up-windows", "server-core",
			"client-core", "again", "update");

	private final List<String> words = new ArrayList<>();

	private final Map<String, String> values = new HashMap<>();

	Options(String[] args) {
		for (String arg : args) {
			if (arg.startsWith("--")) {
				String[] pair = arg.substring(2).split("=", 2);
				if (!KNOWN.contains(pair[0])) {
					throw new IllegalArgumentException(
							arg + " (expected: one of --" + String.join("=, --", KNOWN) + "=)");
				}
				this.values.put(pair[0], (pair.length == 2) ? pair[1] : "true");
			}
			else {
				this.words.add(arg);
			}
		}
	}

	List<String> words() {
		return List.copyOf(this.words);
	}

	int number(String name, int otherwise) {
		String value = this.values.get(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	double decimal(String name, double otherwise) {
		String value = this.values.get(name);
		return (value != null) ? Double.parseDouble(value) : otherwise;
	}

	List<String> list(String name, List<String> otherwise) {
		String value = this.values.get(name);
		return (value != null) ? Arrays.asList(value.split(",", -1)) : otherwise;
	}

	boolean isSet(String name) {
		return this.values.containsKey(name);
	}

}
