package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.conpool.H2ClientConfig;
import io.conpool.HttpProtocol;
import io.conpool.call.CallConfig;
import io.conpool.connection.http2.Http2Config;
import io.conpool.error.InvalidSettingException;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.Selection;
import io.conpool.transport.ProxyConfig;
import io.conpool.transport.ProxyType;
import io.conpool.transport.ResolverType;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.TransportConfig;
import io.conpool.transport.TransportType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2ClientPropertiesMapperTests {

	@Test
	void withoutPropertiesTheClientsDefaultsApply() {
		assertThat(config(Map.of())).isEqualTo(H2ClientConfig.defaults());
	}

	@Test
	void callPropertiesAreMapped() {
		CallConfig call = config(Map.ofEntries(Map.entry("conpool.h2.request-timeout", "1m"),
				Map.entry("conpool.h2.response-timeout", "2s"), Map.entry("conpool.h2.idle-timeout", "3s"),
				Map.entry("conpool.h2.unread-timeout", "4s"), Map.entry("conpool.h2.max-replays", "5"),
				Map.entry("conpool.h2.max-retries", "6"), Map.entry("conpool.h2.retry-delay", "7"),
				Map.entry("conpool.h2.decompression.enabled", "false"),
				Map.entry("conpool.h2.decompression.max-size", "1KB"),
				Map.entry("conpool.h2.decompression.max-ratio", "20")))
			.call();
		assertThat(call).isEqualTo(new CallConfig(Duration.ofMinutes(1), Duration.ofSeconds(2), Duration.ofSeconds(3),
				Duration.ofSeconds(4), 5, 6, Duration.ofMillis(7), new CallConfig.Decompression(false, 1024, 20)));
	}

	@Test
	void poolPropertiesAreMapped() {
		PoolConfig pool = config(Map.ofEntries(Map.entry("conpool.h2.pool.max-connections", "1"),
				Map.entry("conpool.h2.pool.max-waiters", "2"), Map.entry("conpool.h2.pool.acquire-timeout", "3s"),
				Map.entry("conpool.h2.pool.idle-time", "4s"), Map.entry("conpool.h2.pool.lifetime", "5s"),
				Map.entry("conpool.h2.pool.lifetime-jitter", "0.6"), Map.entry("conpool.h2.pool.max-uses", "7"),
				Map.entry("conpool.h2.pool.connect-retries", "8"),
				Map.entry("conpool.h2.pool.connect-retry-delay", "9"),
				Map.entry("conpool.h2.pool.drain-timeout", "10s"), Map.entry("conpool.h2.pool.min-connections", "1"),
				Map.entry("conpool.h2.pool.selection", "two-random-choices"),
				Map.entry("conpool.h2.pool.renewal-timeout", "12s"),
				Map.entry("conpool.h2.pool.max-connect-retry-delay", "13s"),
				Map.entry("conpool.h2.pool.endpoint-idle-time", "11s")))
			.pool();
		assertThat(pool).isEqualTo(new PoolConfig(1, 1, Selection.TWO_RANDOM_CHOICES, 2, Duration.ofSeconds(3),
				Duration.ofSeconds(4), Duration.ofSeconds(5), 0.6, 7, Duration.ofSeconds(12), 8, Duration.ofMillis(9),
				Duration.ofSeconds(13), Duration.ofSeconds(10), Duration.ofSeconds(11)));
	}

	@ParameterizedTest
	@CsvSource({ "h2, H2", "h2c, H2C", "auto, AUTO" })
	void theProtocolIsMapped(String value, HttpProtocol protocol) {
		assertThat(config(Map.of("conpool.h2.protocol", value)).protocol()).isEqualTo(protocol);
	}

	@Test
	void http2PropertiesAreMapped() {
		Http2Config http2 = config(Map.ofEntries(Map.entry("conpool.h2.http2.initial-window-size", "65535"),
				Map.entry("conpool.h2.http2.connection-window-size", "128KB"),
				Map.entry("conpool.h2.http2.adaptive-windows", "false"),
				Map.entry("conpool.h2.http2.max-window-size", "256KB"),
				Map.entry("conpool.h2.http2.header-table-size", "1KB"),
				Map.entry("conpool.h2.http2.max-encoder-table-size", "0"),
				Map.entry("conpool.h2.http2.max-frame-size", "32KB"),
				Map.entry("conpool.h2.http2.max-header-list-size", "2KB"),
				Map.entry("conpool.h2.http2.max-concurrent-streams", "4"),
				Map.entry("conpool.h2.http2.max-response-body-size", "5MB"),
				Map.entry("conpool.h2.http2.settings-timeout", "6s"),
				Map.entry("conpool.h2.http2.keep-alive-interval", "7s"),
				Map.entry("conpool.h2.http2.keep-alive-timeout", "8s"),
				Map.entry("conpool.h2.http2.keep-alive-without-streams", "true")))
			.http2();
		assertThat(http2).isEqualTo(new Http2Config(65535, 128 * 1024, false, 256 * 1024, 1024, 0, 32 * 1024, 2 * 1024,
				4, 5 * 1024 * 1024, Duration.ofSeconds(6), Duration.ofSeconds(7), Duration.ofSeconds(8), true));
	}

	@Test
	void transportPropertiesAreMapped() {
		TransportConfig transport = config(Map.of("conpool.h2.transport.type", "io-uring",
				"conpool.h2.transport.event-loop-threads", "2", "conpool.h2.transport.connect-timeout", "3s",
				"conpool.h2.transport.tls-handshake-timeout", "4s", "conpool.h2.transport.connection-attempt-delay",
				"5s", "conpool.h2.transport.resolver", "dns", "conpool.h2.transport.address-refresh", "6s"))
			.transport();
		assertThat(transport).isEqualTo(new TransportConfig(TransportType.IO_URING, 2, Duration.ofSeconds(3),
				Duration.ofSeconds(5), Duration.ofSeconds(4), ResolverType.DNS, Duration.ofSeconds(6), null));
	}

	@Test
	void proxyPropertiesAreMapped() {
		ProxyConfig proxy = config(Map.of("conpool.h2.transport.proxy.type", "socks5",
				"conpool.h2.transport.proxy.host", "proxy.example.org", "conpool.h2.transport.proxy.port", "1080",
				"conpool.h2.transport.proxy.username", "somebody", "conpool.h2.transport.proxy.password", "s3cret",
				"conpool.h2.transport.proxy.no-proxy", "localhost,.example.com"))
			.transport()
			.proxy();
		assertThat(proxy).isEqualTo(new ProxyConfig(ProxyType.SOCKS5, "proxy.example.org", 1080, "somebody", "s3cret",
				List.of("localhost", ".example.com")));
	}

	@Test
	void secretsAreNotInThePropertiesText() {
		H2ClientProperties bound = new Binder(
				new MapConfigurationPropertySource(Map.of("conpool.h2.transport.proxy.username", "somebody",
						"conpool.h2.transport.proxy.password", "s3cret", "conpool.h2.headers.authorization", "s3cret",
						"conpool.h2.base-url", "https://example.org?token=s3cret")))
			.bindOrCreate("conpool.h2", H2ClientProperties.class);
		assertThat(bound.toString()).contains("https://example.org", "authorization").doesNotContain("s3cret");
		assertThat(bound.transport().toString()).doesNotContain("s3cret").doesNotContain("somebody");
	}

	@ParameterizedTest
	@CsvSource({ "http2.initial-window-size, 2GB, http2.initialWindowSize",
			"http2.connection-window-size, 1TB, http2.connectionWindowSize",
			"http2.max-header-list-size, 4GB, http2.maxHeaderListSize",
			"http2.max-frame-size, 16MB, http2.maxFrameSize", "http2.header-table-size, 2MB, http2.headerTableSize",
			"http2.keep-alive-interval, 10ms, http2.keepAliveInterval",
			"http2.max-response-body-size, 4GB, http2.maxResponseBodySize",
			"http2.max-response-body-size, -1B, http2.maxResponseBodySize",
			"decompression.max-size, 3GB, decompression.maxSize", "decompression.max-size, -3GB, decompression.maxSize",
			"pool.max-uses, 0, pool.maxUses", "transport.event-loop-threads, 0, transport.eventLoopThreads",
			"transport.connection-attempt-delay, 1ms, transport.connectionAttemptDelay",
			"transport.address-refresh, 1ms, transport.addressRefresh" })
	void valuesOutOfRangeAreRefusedByTheNameOfTheSetting(String property, String value, String setting) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> config(Map.of("conpool.h2." + property, value)))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting));
	}

	private static H2ClientConfig config(Map<String, String> properties) {
		H2ClientProperties bound = new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("conpool.h2",
				H2ClientProperties.class);
		return new H2ClientPropertiesMapper(bound).config(TlsConfig.defaults());
	}

}
