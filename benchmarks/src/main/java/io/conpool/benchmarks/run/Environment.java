package io.conpool.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On what was measured: machine, system, JDK and the versions of all that took part.
 * Stateless.
 */
final class Environment {

	private static final Map<String, String> ARTIFACTS = Map.of("netty-transport", "Netty",
			"netty-tcnative-boringssl-static", "netty-tcnative", "vertx-core", "Vert.x", "httpclient5",
			"Apache HttpClient", "armeria", "Armeria", "reactor-netty-http", "Reactor Netty", "jetty-client", "Jetty",
			"okhttp-jvm", "OkHttp", "micrometer-core", "Micrometer");

	private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[\\w.]*?)(-linux-x86_64)?\\.jar");

	private Environment() {
	}

	static List<String> lines(RunSettings settings) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("Processor: " + processor() + ", " + cores() + " cores; clients on one, servers on another");
		lines.add("System: " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
		lines.add("JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
				+ ", serial collector, heap of 1 GiB");
		lines.add("Rounds: " + settings.rounds() + " of " + settings.roundMillis() + " ms per client");
		versions().forEach((name, version) -> lines.add(name + ": " + version));
		lines.add("nghttp2: " + nghttp2());
		return lines;
	}

	private static String processor() throws IOException {
		return Files.readAllLines(Path.of("/proc/cpuinfo"))
			.stream()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).trim())
			.findFirst()
			.orElse("unknown");
	}

	// All of the machine: this process may be bound to one
	private static long cores() throws IOException {
		return Files.readAllLines(Path.of("/proc/cpuinfo"))
			.stream()
			.filter((line) -> line.startsWith("processor"))
			.count();
	}

	private static Map<String, String> versions() {
		Map<String, String> versions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			Matcher matcher = JAR.matcher(Path.of(entry).getFileName().toString());
			if (matcher.matches() && ARTIFACTS.containsKey(matcher.group(1))) {
				versions.put(ARTIFACTS.get(matcher.group(1)), matcher.group(2));
			}
		}
		return versions;
	}

	private static String nghttp2() throws IOException {
		Process process = new ProcessBuilder("h2load", "--version").start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
		return output.substring(output.indexOf('/') + 1);
	}

}
