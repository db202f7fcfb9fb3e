package io.conpool.transport;

import java.time.Duration;
import java.util.List;

import io.conpool.error.InvalidSettingException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransportConfigTests {

	private static void assertRefused(String setting, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting));
	}

	@Test
	void theBuilderBeginsWithTheDefaults() {
		assertThat(TransportConfig.builder().build()).isEqualTo(TransportConfig.defaults());
	}

	@Test
	void valuesOutOfRangeAreRefused() {
		assertRefused("transport.eventLoopThreads", () -> TransportConfig.builder().eventLoopThreads(0).build());
		assertRefused("transport.connectTimeout",
				() -> TransportConfig.builder().connectTimeout(Duration.ZERO).build());
		assertRefused("transport.connectionAttemptDelay",
				() -> TransportConfig.builder().connectionAttemptDelay(Duration.ofMillis(9)).build());
		assertRefused("transport.connectionAttemptDelay",
				() -> TransportConfig.builder().connectionAttemptDelay(Duration.ofMillis(10_001)).build());
		assertRefused("transport.tlsHandshakeTimeout",
				() -> TransportConfig.builder().tlsHandshakeTimeout(Duration.ofDays(25)).build());
		assertRefused("transport.addressRefresh",
				() -> TransportConfig.builder().addressRefresh(Duration.ofMillis(99)).build());
		assertRefused("transport.addressRefresh",
				() -> TransportConfig.builder().addressRefresh(Duration.ofSeconds(-1)).build());
	}

	@Test
	void aCopyDiffersInTheConnectTimeoutAlone() {
		TransportConfig config = TransportConfig.builder().eventLoopThreads(3).addressRefresh(Duration.ZERO).build();
		TransportConfig copy = config.withConnectTimeout(Duration.ofSeconds(1));
		assertThat(copy.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(copy.withConnectTimeout(config.connectTimeout())).isEqualTo(config);
	}

	@Test
	void refreshingCanBeSwitchedOff() {
		assertThat(TransportConfig.builder().addressRefresh(Duration.ZERO).build().addressRefresh()).isZero();
	}

	// Proxy

	@Test
	void aProxyNeedsHostAndPort() {
		assertRefused("transport.proxy.host", () -> ProxyConfig.of(ProxyType.HTTP, " ", 3128));
		assertRefused("transport.proxy.port", () -> ProxyConfig.of(ProxyType.HTTP, "proxy", 0));
		assertRefused("transport.proxy.port", () -> ProxyConfig.of(ProxyType.HTTP, "proxy", 65536));
	}

	@Test
	void credentialsOfAProxyAreComplete() {
		assertRefused("transport.proxy.username",
				() -> new ProxyConfig(ProxyType.HTTP, "proxy", 3128, "somebody", null, List.of()));
		assertRefused("transport.proxy.username",
				() -> new ProxyConfig(ProxyType.HTTP, "proxy", 3128, null, "s3cret", List.of()));
		assertRefused("transport.proxy.username",
				() -> ProxyConfig.of(ProxyType.HTTP, "proxy", 3128).withCredentials("some:body", "s3cret"));
		assertRefused("transport.proxy.password",
				() -> ProxyConfig.of(ProxyType.SOCKS5, "proxy", 3128).withCredentials("somebody", "x".repeat(256)));
	}

	@Test
	void credentialsAreNotShown() {
		ProxyConfig proxy = ProxyConfig.of(ProxyType.HTTP, "proxy", 3128).withCredentials("somebody", "s3cret");
		TransportConfig config = TransportConfig.builder().proxy(proxy).build();
		assertThat(config.toString()).contains("proxy:3128").doesNotContain("somebody").doesNotContain("s3cret");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> proxy.withCredentials("some:body", "s3cret"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret").doesNotContain("some:body"));
	}

	@ParameterizedTest
	@CsvSource({ "example.com, example.com, true", "Example.COM, example.com, true",
			"example.com, www.example.com, false", ".example.com, www.example.com, true",
			".example.com, a.b.example.com, true", ".example.com, example.com, false",
			".example.com, badexample.com, false", "*, anything, true", "10.0.0.0/8, 10.1.2.3, true",
			"10.0.0.0/8, 11.1.2.3, false", "10.0.0.0/8, ten.example.com, false", "10.0.0.0/8, 2001:db8::1, false",
			"2001:db8::/32, 2001:db8::1, true", "2001:db8::/32, 2001:db9::1, false", "::1, ::1, true" })
	void hostsWithoutProxy(String rule, String host, boolean contained) {
		assertThat(NoProxy.of(List.of("other.example.org", rule)).contains(host)).isEqualTo(contained);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "example.com/8", "/8" })
	void whatIsNoHostIsRefused(String rule) {
		assertRefused("transport.proxy.noProxy",
				() -> ProxyConfig.of(ProxyType.HTTP, "proxy", 3128).withNoProxy(List.of(rule)));
	}

}
