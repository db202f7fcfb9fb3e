package io.conpool.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The metadata of the properties, as the annotation processor has written them.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	static List<Property> properties() {
		try (InputStream in = H2ClientProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Map<String, Object> metadata = JsonParserFactory.getJsonParser()
				.parseMap(new String(in.readAllBytes(), UTF_8));
			return ((List<?>) metadata.get("properties")).stream()
				.map((entry) -> Property.of((Map<?, ?>) entry))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Property(String name, String type, @Nullable String description, @Nullable Object defaultValue) {

		private static Property of(Map<?, ?> entry) {
			return new Property((String) entry.get("name"), (String) entry.get("type"),
					(String) entry.get("description"), entry.get("defaultValue"));
		}

	}

}
