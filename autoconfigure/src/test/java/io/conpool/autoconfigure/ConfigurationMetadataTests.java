package io.conpool.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.conpool.H2ClientConfig;
import io.conpool.autoconfigure.ConfigurationMetadata.Property;
import io.conpool.call.CallConfig;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	private static final List<Property> PROPERTIES = ConfigurationMetadata.properties();

	@Test
	void everyPropertyIsDescribed() {
		assertThat(PROPERTIES).isNotEmpty()
			.allSatisfy(
					(property) -> assertThat(property.description()).as(property.name()).isNotBlank().endsWith("."));
	}

	@Test
	void descriptionsFollowSpringBootsStyle() {
		assertThat(PROPERTIES).allSatisfy((property) -> {
			assertThat(property.description()).as(property.name()).doesNotStartWith("The ").doesNotStartWith("A ");
			if (property.type().equals("java.lang.Boolean")) {
				assertThat(property.description()).as(property.name()).startsWith("Whether ");
			}
		});
	}

	@Test
	void durationsAndSizesNameTheirUnit() {
		assertThat(PROPERTIES).filteredOn(
				(property) -> property.type().equals("java.time.Duration") && property.name().startsWith("conpool."))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.description()).as(property.name())
				.contains("in milliseconds if no unit is given"));
		assertThat(PROPERTIES).filteredOn((property) -> property.type().endsWith(".DataSize"))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.description()).as(property.name())
				.contains("in bytes if no unit is given"));
	}

	@Test
	void everyPropertyHasADefaultButThoseThatMayBeUnset() {
		assertThat(PROPERTIES).filteredOn((property) -> property.defaultValue() == null)
			.extracting(Property::name)
			.containsExactlyInAnyOrder("conpool.h2.base-url", "conpool.h2.clients", "conpool.h2.headers",
					"conpool.h2.http-service-groups", "conpool.h2.pool.max-uses", "conpool.h2.ssl.bundle",
					"conpool.h2.transport.event-loop-threads", "conpool.h2.transport.proxy.host",
					"conpool.h2.transport.proxy.no-proxy", "conpool.h2.transport.proxy.password",
					"conpool.h2.transport.proxy.username");
	}

	@Test
	void everySettingOfTheClientHasAPropertyOfItsName() {
		Set<String> expected = new TreeSet<>(settings("conpool.h2.", CallConfig.class));
		for (RecordComponent part : H2ClientConfig.class.getRecordComponents()) {
			if (!part.getType().isRecord()) {
				expected.add("conpool.h2." + part.getName());
			}
			else if (!part.getName().equals("call") && !part.getName().equals("tls")) {
				expected.addAll(settings("conpool.h2." + part.getName() + ".", part.getType()));
			}
		}
		expected.addAll(List.of("conpool.h2.base-url", "conpool.h2.clients", "conpool.h2.enabled", "conpool.h2.headers",
				"conpool.h2.health.probe-timeout", "conpool.h2.http-service-groups",
				"conpool.h2.metrics.open-telemetry", "conpool.h2.rest-client.enabled", "conpool.h2.ssl.bundle",
				"conpool.h2.warm-up", "conpool.h2.warm-up-timeout", "conpool.h2.web-client.enabled"));
		assertThat(PROPERTIES).extracting(Property::name)
			.filteredOn((name) -> name.startsWith("conpool."))
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void healthAndActuatorEndpointCanBeSwitched() {
		assertThat(PROPERTIES).extracting(Property::name)
			.contains("management.health.h2-conpool.enabled", "management.endpoint.h2conpool.access");
	}

	private static Set<String> settings(String prefix, Class<?> config) {
		Set<String> names = new TreeSet<>();
		for (RecordComponent setting : config.getRecordComponents()) {
			String name = prefix + DataObjectPropertyName.toDashedForm(setting.getName());
			names.addAll(setting.getType().isRecord() ? settings(name + ".", setting.getType()) : Set.of(name));
		}
		return names;
	}

}
