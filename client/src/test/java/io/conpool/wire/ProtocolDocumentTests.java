package io.conpool.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/protocol.md} has no row without a test, names no test that is not there,
 * and leaves no test of this package out.
 */
class ProtocolDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");

	private static final Path TESTS = Path.of("src", "test", "java", "io", "conpool");

	// Over the wire, too, but of no rule of an RFC: docs/operations.md tells of these.
	private static final Set<String> OF_NO_RULE = Set.of("AddressFilterTests", "AddressTests", "CallbackThreadTests",
			"ObservedCallTests", "OpenTelemetryMetersTests", "ProxyTests", "RequestDefaultsTests",
			"ResourcesClosedFirstTests", "RoutingTests", "SharedResourcesTests", "TlsUpdateTests", "WarmClientTests",
			"ProtocolDocumentTests");

	private static final Pattern TEST = Pattern.compile("(?:([\\w.]+)\\.)?(\\w+Tests)\\b");

	@Test
	void everyRowNamesATestThatIsThere() throws IOException {
		List<String> rows = rows();
		assertThat(rows).hasSizeGreaterThan(100);
		for (String row : rows) {
			assertThat(tests(lastColumn(row))).as(row).isNotEmpty().allSatisfy((test) -> assertThat(test).exists());
		}
	}

	@Test
	void everyTestOfThisPackageIsNamed() throws IOException {
		List<Path> named = new ArrayList<>();
		rows().forEach((row) -> named.addAll(tests(lastColumn(row))));
		try (Stream<Path> files = Files.list(TESTS.resolve("wire"))) {
			assertThat(files.filter((file) -> file.toString().endsWith("Tests.java"))
				.filter((file) -> !OF_NO_RULE.contains(file.getFileName().toString().replace(".java", ""))))
				.allMatch(named::contains);
		}
	}

	private static List<String> rows() throws IOException {
		return Files.readAllLines(DOCUMENT)
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.endsWith("| test |"))
			.toList();
	}

	private static String lastColumn(String row) {
		String[] columns = row.split("\\|");
		return columns[columns.length - 1];
	}

	private static List<Path> tests(String column) {
		return TEST.matcher(column).results().map(ProtocolDocumentTests::file).toList();
	}

	private static Path file(MatchResult test) {
		String folder = (test.group(1) != null) ? test.group(1).replace('.', '/') : "wire";
		return TESTS.resolve(folder).resolve(test.group(2) + ".java");
	}

}
