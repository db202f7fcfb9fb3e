package io.conpool.transport;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS handlers of a client: ALPN offers its protocols, the host's name is
 * checked, SNI carries it (RFC 9113 section 9.2). BoringSSL is used where
 * {@code netty-tcnative-boringssl-static} is on the classpath, else the JDK. Either keeps
 * the sessions of a host and port, so that later connections resume them. Immutable.
 */
final class TlsContext {

	private final SslContext context;

	private final long handshakeTimeoutMillis;

	TlsContext(TlsConfig config, TransportConfig transport, List<String> alpn) {
		this(config, transport, alpn, provider());
	}

	TlsContext(TlsConfig config, TransportConfig transport, List<String> alpn, SslProvider provider) {
		requireAlpn(SslProvider.isAlpnSupported(provider));
		this.handshakeTimeoutMillis = transport.tlsHandshakeTimeout().toMillis();
		Collection<String> ciphers = config.ciphers().isEmpty() ? Http2SecurityUtil.CIPHERS : config.ciphers();
		try {
			this.context = SslContextBuilder.forClient()
				.sslProvider(provider)
				.keyManager(config.keyManagers())
				.trustManager(trustManager(config.trustManagers()))
				.protocols(config.protocols())
				.ciphers(ciphers, SupportedCipherSuiteFilter.INSTANCE)
				.endpointIdentificationAlgorithm("HTTPS")
				.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
						SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, alpn))
				.build();
		}
		catch (SSLException | GeneralSecurityException | IllegalArgumentException | IllegalStateException ex) {
			throw (InvalidSettingException) new InvalidSettingException("ssl", ex.getMessage(),
					"keys, trust, protocols and ciphers that a TLS context can be made of")
				.initCause(ex);
		}
	}

	/**
	 * Returns the manager that TLS uses, the first for X.509, in a form that checks the
	 * host's name.
	 */
	private static TrustManager trustManager(@Nullable TrustManagerFactory configured) throws GeneralSecurityException {
		TrustManagerFactory factory = configured;
		if (factory == null) {
			factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init((KeyStore) null);
		}
		for (TrustManager manager : factory.getTrustManagers()) {
			if (manager instanceof X509TrustManager x509) {
				return (x509 instanceof X509ExtendedTrustManager) ? x509 : new HostCheckingTrustManager(x509);
			}
		}
		throw new IllegalArgumentException("no X.509 trust manager");
	}

	/** Without it no server could be told that the client speaks HTTP/2. */
	static void requireAlpn(boolean supported) {
		InvalidSettingException.require(supported, "ssl.alpn", "unsupported by the TLS of this JDK",
				"TLS with ALPN: that of another JDK, or netty-tcnative-boringssl-static on the classpath");
	}

	private static SslProvider provider() {
		return (OpenSsl.isAvailable() && SslProvider.isAlpnSupported(SslProvider.OPENSSL)) ? SslProvider.OPENSSL
				: SslProvider.JDK;
	}

	SslHandler handler(ByteBufAllocator allocator, Endpoint endpoint) {
		SslHandler handler = this.context.newHandler(allocator, endpoint.host(), endpoint.port());
		handler.setHandshakeTimeoutMillis(this.handshakeTimeoutMillis);
		return handler;
	}

}
