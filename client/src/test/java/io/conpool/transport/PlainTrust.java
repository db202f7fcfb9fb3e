package io.conpool.transport;

import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.netty.handler.ssl.util.SimpleTrustManagerFactory;

/**
 * A plain {@link X509TrustManager}: it sees the certificates and nothing else of the
 * connection. Safe for use by several threads.
 */
public final class PlainTrust extends SimpleTrustManagerFactory {

	private final AtomicInteger checks = new AtomicInteger();

	private final X509TrustManager manager;

	public PlainTrust(TrustManagerFactory trust) {
		X509TrustManager real = (X509TrustManager) trust.getTrustManagers()[0];
		this.manager = new X509TrustManager() {
			@Override
			public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
				PlainTrust.this.checks.incrementAndGet();
				real.checkServerTrusted(chain, type);
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

	/** Returns how many chains were checked. */
	public int checks() {
		return this.checks.get();
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
