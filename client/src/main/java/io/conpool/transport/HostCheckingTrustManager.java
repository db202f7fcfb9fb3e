package io.conpool.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Adds the host name check (RFC 9110 section 4.3.4) to a plain {@link X509TrustManager}.
 * Such a manager sees the certificates only. Some TLS providers check the name in its
 * place, and others, BoringSSL on JDK 25 for one, do not.
 * <p>
 * The plain manager checks the chain. The JDK's PKIX manager then checks the name, as it
 * does for the JDK's own trust. It reads the common name only where there is no dNSName,
 * and refuses host names with an underscore. Without a connection that tells the host,
 * every server is refused. Immutable; safe for use by several threads if the plain
 * manager is.
 */
final class HostCheckingTrustManager extends X509ExtendedTrustManager {

	private static final List<Integer> DNS_NAME_AND_IP_ADDRESS = List.of(2, 7);

	private static final int MAX_NAMES_LENGTH = 500;

	private final X509TrustManager plain;

	HostCheckingTrustManager(X509TrustManager plain) {
		this.plain = plain;
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
			throws CertificateException {
		this.plain.checkServerTrusted(chain, authType);
		if (engine == null || !"HTTPS".equals(engine.getSSLParameters().getEndpointIdentificationAlgorithm())) {
			throw unknownHost();
		}
		X509Certificate server = chain[0];
		try {
			trusting(server).checkServerTrusted(new X509Certificate[] { server }, authType, engine);
		}
		catch (CertificateException ex) {
			throw new CertificateException("The certificate is not valid for the host '" + engine.getPeerHost()
					+ "', its names are " + names(server), ex);
		}
	}

	/**
	 * Returns a manager of the JDK that finds the certificate trusted, so that the name
	 * is all that remains to be checked. No public method of the JDK checks it otherwise.
	 */
	private static X509ExtendedTrustManager trusting(X509Certificate certificate) throws CertificateException {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			store.setCertificateEntry("server", certificate);
			TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
			factory.init(store);
			return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
		}
		catch (GeneralSecurityException | IOException | ClassCastException ex) {
			throw new CertificateException("The JDK has no PKIX trust manager that checks the host's name", ex);
		}
	}

	/** The server chooses the names, so their length is limited. */
	private static String names(X509Certificate certificate) throws CertificateParsingException {
		Collection<List<?>> all = certificate.getSubjectAlternativeNames();
		if (all == null) {
			return "[]";
		}
		String names = all.stream()
			.filter((name) -> DNS_NAME_AND_IP_ADDRESS.contains(name.get(0)))
			.map((name) -> String.valueOf(name.get(1)))
			.collect(Collectors.joining(", ", "[", "]"));
		return (names.length() > MAX_NAMES_LENGTH) ? names.substring(0, MAX_NAMES_LENGTH) + "..." : names;
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		throw unknownHost();
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw unknownHost();
	}

	private static CertificateException unknownHost() {
		return new CertificateException("No connection tells the host that the certificate has to be valid for");
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		throw noClients();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		throw noClients();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw noClients();
	}

	private static CertificateException noClients() {
		return new CertificateException("Only servers are checked");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return this.plain.getAcceptedIssuers();
	}

}
