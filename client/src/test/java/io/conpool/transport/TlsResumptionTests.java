package io.conpool.transport;

import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import io.conpool.endpoint.Endpoint;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.SimpleTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A session that is resumed needs no certificate: how often the server's was checked
 * tells how many handshakes were full ones.
 */
class TlsResumptionTests {

	private static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "localhost", 443);

	private static X509Bundle certificate;

	@BeforeAll
	static void makeCertificate() throws Exception {
		certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
	}

	static Stream<Arguments> kinds() {
		return Stream.of(arguments(SslProvider.JDK, "TLSv1.3"), arguments(SslProvider.JDK, "TLSv1.2"),
				arguments(SslProvider.OPENSSL, "TLSv1.3"), arguments(SslProvider.OPENSSL, "TLSv1.2"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("kinds")
	void theSecondConnectionResumesTheSession(SslProvider provider, String version) throws Exception {
		CountingTrust trust = new CountingTrust(certificate.toTrustManagerFactory());
		TlsContext client = context(provider, version, trust);
		SslContext server = TlsHandshake.server(certificate);
		connect(client, server);
		assertThat(trust.checks).hasValue(1);
		connect(client, server);
		assertThat(trust.checks).hasValue(1);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("kinds")
	void anotherContextResumesNothing(SslProvider provider, String version) throws Exception {
		CountingTrust trust = new CountingTrust(certificate.toTrustManagerFactory());
		SslContext server = TlsHandshake.server(certificate);
		connect(context(provider, version, trust), server);
		connect(context(provider, version, trust), server);
		assertThat(trust.checks).hasValue(2);
	}

	private static TlsContext context(SslProvider provider, String version, CountingTrust trust) {
		return new TlsContext(new TlsConfig(null, trust, List.of(version), List.of()), TransportConfig.defaults(),
				List.of(ApplicationProtocol.H2), provider);
	}

	private static void connect(TlsContext client, SslContext server) {
		assertThat(TlsHandshake.connect(client, ENDPOINT, server)).isNull();
	}

	private static final class CountingTrust extends SimpleTrustManagerFactory {

		private final AtomicInteger checks = new AtomicInteger();

		private final X509ExtendedTrustManager manager;

		CountingTrust(TrustManagerFactory trust) {
			X509ExtendedTrustManager real = (X509ExtendedTrustManager) trust.getTrustManagers()[0];
			this.manager = new X509ExtendedTrustManager() {
				@Override
				public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
						throws CertificateException {
					CountingTrust.this.checks.incrementAndGet();
					real.checkServerTrusted(chain, type, engine);
				}

				@Override
				public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
					throw new UnsupportedOperationException();
				}

				@Override
				public void checkServerTrusted(X509Certificate[] chain, String type) {
					throw new UnsupportedOperationException();
				}

				@Override
				public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
					throw new UnsupportedOperationException();
				}

				@Override
				public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
					throw new UnsupportedOperationException();
				}

				@Override
				public void checkClientTrusted(X509Certificate[] chain, String type) {
					throw new UnsupportedOperationException();
				}

				@Override
				public X509Certificate[] getAcceptedIssuers() {
					return real.getAcceptedIssuers();
				}
			};
		}

		@Override
		protected void engineInit(KeyStore keyStore) {
		}

		@Override
		protected void engineInit(ManagerFactoryParameters parameters) {
		}

		@Override
		protected TrustManager[] engineGetTrustManagers() {
			return new TrustManager[] { this.manager };
		}

	}

}
