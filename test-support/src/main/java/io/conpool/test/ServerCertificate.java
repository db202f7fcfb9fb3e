package io.conpool.test;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLException;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * A certificate of one server for the names of this machine, which nobody has signed but
 * itself. Immutable.
 */
final class ServerCertificate {

	private final X509Bundle bundle;

	private ServerCertificate(X509Bundle bundle) {
		this.bundle = bundle;
	}

	/** Makes a key and a certificate. */
	static ServerCertificate make() {
		try {
			return new ServerCertificate(new CertificateBuilder().subject("CN=localhost")
				.addSanDnsName("localhost")
				.addSanIpAddress("127.0.0.1")
				.addSanIpAddress("::1")
				.setIsCertificateAuthority(true)
				.buildSelfSigned());
		}
		catch (Exception ex) {
			throw new IllegalStateException("cannot make a certificate", ex);
		}
	}

	/** TLS for the server, with HTTP/2 as the one protocol that ALPN can choose. */
	SslContext serverContext() {
		try {
			return SslContextBuilder.forServer(this.bundle.toKeyManagerFactory())
				.sslProvider(SslProvider.JDK)
				.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
				.applicationProtocolConfig(
						new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
								SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
				.build();
		}
		catch (SSLException | GeneralSecurityException ex) {
			throw new IllegalStateException("cannot serve TLS", ex);
		}
	}

	/** A key store with nothing but the certificate, which is trusted. */
	KeyStore trustStore() {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			store.setCertificateEntry("mock-h2-server", this.bundle.getCertificate());
			return store;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("cannot make a trust store", ex);
		}
	}

}
