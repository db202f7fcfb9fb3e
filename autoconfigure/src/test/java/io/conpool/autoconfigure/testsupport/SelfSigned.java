package io.conpool.autoconfigure.testsupport;

import java.security.KeyStore;

import io.netty.pkitesting.CertificateBuilder;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * An SSL bundle with a certificate for this machine that trusts nobody but itself.
 */
public final class SelfSigned {

	private static final String PASSWORD = "test";

	private SelfSigned() {
	}

	public static SslBundle bundle(SslOptions options) {
		try {
			KeyStore store = new CertificateBuilder().subject("CN=localhost")
				.addSanDnsName("localhost")
				.addSanIpAddress("127.0.0.1")
				.setIsCertificateAuthority(true)
				.buildSelfSigned()
				.toKeyStore(PASSWORD.toCharArray());
			return SslBundle.of(SslStoreBundle.of(store, PASSWORD, store), SslBundleKey.NONE, options);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
