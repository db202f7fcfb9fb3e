package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.conpool.HttpProtocol;
import io.conpool.error.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientPropertiesBinderTests {

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	@Test
	void thereAreNoClientsWithoutProperties() {
		assertThat(binder().names()).isEmpty();
		assertThat(binder().bind()).isEmpty();
	}

	@Test
	void namesAreThoseOfTheProperties() {
		file(Map.of("conpool.h2.clients.orders.pool.max-connections", "2"));
		file(Map.of("conpool.h2.clients.stockItems", "", "conpool.h2.max-replays", "3"));
		assertThat(binder().names()).containsExactly("orders", "stockItems");
		assertThat(binder().bind()).containsOnlyKeys("orders", "stockItems");
	}

	@Test
	void whatAClientDoesNotSetItHasFromTheDefaults() {
		file(Map.of("conpool.h2.request-timeout", "7s", "conpool.h2.pool.max-connections", "3",
				"conpool.h2.pool.max-waiters", "9", "conpool.h2.http2.max-frame-size", "32KB",
				"conpool.h2.transport.proxy.no-proxy", "a,b", "conpool.h2.clients.orders.pool.max-connections", "2",
				"conpool.h2.clients.orders.protocol", "auto"));
		H2ClientProperties orders = binder().bind().get("orders");
		assertThat(orders.protocol()).isEqualTo(HttpProtocol.AUTO);
		assertThat(orders.pool().maxConnections()).isEqualTo(2);
		assertThat(orders.pool().maxWaiters()).isEqualTo(9);
		assertThat(orders.pool().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(orders.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
		assertThat(orders.http2().maxFrameSize()).isEqualTo(DataSize.ofKilobytes(32));
		assertThat(orders.transport().proxy().noProxy()).containsExactly("a", "b");
	}

	@Test
	void aClientsOwnPropertyGoesBeforeTheDefaultWhereverEitherStands() {
		file(Map.of("conpool.h2.pool.max-connections", "3"));
		file(Map.of("conpool.h2.clients.orders.pool.max-connections", "2"));
		assertThat(binder().bind().get("orders").pool().maxConnections()).isEqualTo(2);
	}

	@Test
	void oneClientsPropertiesAreNotAnothers() {
		file(Map.of("conpool.h2.clients.orders.max-replays", "2", "conpool.h2.clients.payments.max-retries", "1"));
		assertThat(binder().bind().get("payments").maxReplays()).isEqualTo(5);
		assertThat(binder().bind().get("orders").maxRetries()).isZero();
	}

	@Test
	void theBaseUrlIsNotInherited() {
		file(Map.of("conpool.h2.base-url", "https://example.org", "conpool.h2.clients.orders.max-replays", "2"));
		assertThat(binder().bind().get("orders").baseUrl()).isNull();
	}

	@Test
	void headersOfTheDefaultsAndOfTheClientAreBothThere() {
		file(Map.of("conpool.h2.headers.user-agent", "shop", "conpool.h2.headers.x-tier", "one",
				"conpool.h2.clients.orders.headers.x-tier", "two", "conpool.h2.clients.orders.headers[X.Key]", "key"));
		assertThat(binder().bind().get("orders").headers())
			.containsExactlyInAnyOrderEntriesOf(Map.of("user-agent", "shop", "x-tier", "two", "X.Key", "key"));
	}

	@Test
	void placeholdersAreResolved() {
		file(Map.of("conpool.h2.clients.orders.base-url", "https://${orders.host}", "orders.host",
				"orders.example.org"));
		assertThat(binder().bind().get("orders").baseUrl()).isEqualTo("https://orders.example.org");
	}

	@Test
	void environmentVariablesSetPropertiesOfClients() {
		file(Map.of("conpool.h2.clients.stock-items.max-replays", "1"));
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("variables-systemEnvironment",
					Map.of("CONPOOL_H2_CLIENTS_STOCKITEMS_MAXREPLAYS", "2", "CONPOOL_H2_CLIENTS_ORDERS_MAXREPLAYS", "3",
							"CONPOOL_H2_MAXRETRIES", "4")));
		Map<String, H2ClientProperties> clients = binder().bind();
		assertThat(clients).containsOnlyKeys("stock-items", "orders");
		assertThat(clients.get("stock-items").maxReplays()).isEqualTo(2);
		assertThat(clients.get("orders").maxReplays()).isEqualTo(3);
		assertThat(clients.get("orders").maxRetries()).isEqualTo(4);
	}

	@Test
	void aMisspeltPropertyOfAClientIsRefused() {
		file(Map.of("conpool.h2.clients.orders.pol.max-connections", "2", "conpool.h2.pol.max-waiters", "2"));
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> binder().bind())
			.havingCause()
			.isInstanceOfSatisfying(UnboundConfigurationPropertiesException.class,
					(ex) -> assertThat(ex.getUnboundProperties())
						.extracting((property) -> property.getName().toString())
						.containsExactly("conpool.h2.clients.orders.pol.max-connections"));
	}

	@Test
	void aValueOfTheWrongTypeIsRefusedByItsOwnName() {
		file(Map.of("conpool.h2.clients.orders.pool.max-connections", "many"));
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> binder().bind())
			.satisfies((ex) -> assertThat(ex.getProperty().getName())
				.hasToString("conpool.h2.clients.orders.pool.max-connections"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "[a.b]", "[a/b]", "[a~1]", "[-a]" })
	void namesThatNoClientCanHaveAreRefused(String name) {
		file(Map.of("conpool.h2.clients." + name + ".max-replays", "1"));
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> binder().bind())
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("clients"));
	}

	@ParameterizedTest
	@CsvSource({ "type, nio", "event-loop-threads, 2", "resolver, dns" })
	void whatAllClientsShareIsRefusedForOne(String property, String value) {
		file(Map.of("conpool.h2.clients.orders.transport." + property, value));
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> binder().bind())
			.withMessageContaining("left to 'conpool.h2.transport." + property + "', since all clients share it");
	}

	/** Each goes before those that come later. */
	private void file(Map<String, Object> properties) {
		int files = this.environment.getPropertySources().size();
		this.environment.getPropertySources()
			.addLast(new MapPropertySource("file " + files, new LinkedHashMap<>(properties)));
	}

	private ClientPropertiesBinder binder() {
		return new ClientPropertiesBinder(this.environment);
	}

}
