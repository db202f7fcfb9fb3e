package io.conpool.transport;

import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.TrustManagerFactoryWrapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TlsContextTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	/**
	 * RFC 9113 appendix A prohibits all suites without ephemeral keys or without
	 * authenticated encryption.
	 */
	@Test
	void noProhibitedCipherSuiteIsOffered() {
		String[] offered = handler(TlsConfig.defaults()).engine().getEnabledCipherSuites();
		assertThat(offered).isNotEmpty()
			.allMatch((suite) -> suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_")
					|| (suite.startsWith("TLS_ECDHE_") && (suite.contains("_GCM_") || suite.contains("CHACHA20"))));
	}

	@Test
	void theHostsNameIsChecked() {
		SSLParameters parameters = handler(TlsConfig.defaults()).engine().getSSLParameters();
		assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
	}

	@Test
	void onlyTls13And12AreOffered() {
		String[] protocols = handler(TlsConfig.defaults()).engine().getEnabledProtocols();
		assertThat(protocols).filteredOn((protocol) -> !protocol.equals("SSLv2Hello"))
			.containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
	}

	@Test
	void anOlderProtocolIsRefused() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new TlsConfig(null, null, List.of("TLSv1.1"), List.of()))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("ssl.protocols"));
	}

	@Test
	void trustWithoutAnX509ManagerIsRefused() {
		TrustManagerFactory none = new TrustManagerFactoryWrapper(new TrustManager() {
		});
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> handler(new TlsConfig(null, none, TlsConfig.defaults().protocols(), List.of())))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("ssl"));
	}

	@Test
	void tlsWithoutAlpnIsRefused() {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> TlsContext.requireAlpn(false))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("ssl.alpn"));
	}

	private static SslHandler handler(TlsConfig config) {
		return new TlsContext(config, TransportConfig.defaults(), List.of("h2")).handler(ByteBufAllocator.DEFAULT,
				ENDPOINT);
	}

}
