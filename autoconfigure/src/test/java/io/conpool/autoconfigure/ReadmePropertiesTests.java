package io.conpool.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.conpool.autoconfigure.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the table of properties in {@code README.md} as the metadata have it. With
 * {@code -Dconpool.readme.update=true} the table is written instead of checked.
 */
class ReadmePropertiesTests {

	private static final Path README = Path.of("..", "README.md");

	private static final String START = "<!-- properties:start -->\n";

	private static final String END = "<!-- properties:end -->";

	@Test
	void theTableInTheReadmeIsThatOfTheMetadata() throws IOException {
		String readme = Files.readString(README);
		assertThat(readme).contains(START).contains(END);
		int start = readme.indexOf(START) + START.length();
		int end = readme.indexOf(END, start);
		if (Boolean.getBoolean("conpool.readme.update")) {
			Files.writeString(README, readme.substring(0, start) + table() + readme.substring(end));
			return;
		}
		assertThat(readme.substring(start, end))
			.as("the table of properties in README.md; to write it anew: "
					+ "./mvnw test -pl autoconfigure -am -Dtest=ReadmePropertiesTests "
					+ "-Dsurefire.failIfNoSpecifiedTests=false -Dconpool.readme.update=true")
			.isEqualTo(table());
	}

	// The README says once what a number without a unit means.
	private static String withoutUnit(Property property) {
		return property.description().replaceFirst("; in \\w+ if no unit is given", "");
	}

	private static String table() {
		StringBuilder table = new StringBuilder("\n| Property | Default | Description |\n|---|---|---|\n");
		for (Property property : ConfigurationMetadata.properties()) {
			if (property.name().startsWith("conpool.") || property.name().startsWith("management.health.")) {
				Object value = property.defaultValue();
				table.append("| `").append(property.name()).append("` | ");
				table.append((value != null) ? "`" + value + "` | " : "| ");
				table.append(withoutUnit(property)).append(" |\n");
			}
		}
		return table.append('\n').toString();
	}

}
