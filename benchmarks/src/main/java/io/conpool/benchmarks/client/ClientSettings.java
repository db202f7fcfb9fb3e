package io.conpool.benchmarks.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What a workload asks of every client.
 *
 * @param maxConnections most connections to one endpoint
 * @param inFlight most requests under way at once
 * @param trust whom to trust
 */
public record ClientSettings(int maxConnections, int inFlight, TrustManagerFactory trust) {

	/**
	 * Reads whom to trust from a file.
	 * @param certificate a certificate in PEM
	 * @return the trust
	 * @throws IOException if the file cannot be read
	 * @throws GeneralSecurityException if it is no certificate
	 */
	public static TrustManagerFactory trust(Path certificate) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		store.setCertificateEntry("server", CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate))));
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		return factory;
	}

	X509TrustManager trustManager() {
		return (X509TrustManager) this.trust.getTrustManagers()[0];
	}

	SSLContext sslContext() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, this.trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
