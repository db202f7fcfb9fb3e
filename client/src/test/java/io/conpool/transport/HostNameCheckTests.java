package io.conpool.transport;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;

import io.conpool.endpoint.Endpoint;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The host name check of RFC 9110 section 4.3.4 where the trust manager is a plain one,
 * by handshakes of either provider.
 */
class HostNameCheckTests {

	// Tags in ASN.1's DER (RFC 5280 section 4.2.1.6).
	private static final int DNS_NAME = 0x82;

	private static final int SEQUENCE = 0x30;

	private static final String LONG_ADDRESS = "2001:db8:0:0:0:0:0:1";

	private static X509Bundle issuer;

	@BeforeAll
	static void makeIssuer() throws Exception {
		issuer = new CertificateBuilder().subject("CN=issuer").setIsCertificateAuthority(true).buildSelfSigned();
	}

	static Stream<Arguments> kinds() {
		return Stream.of(SslProvider.JDK, SslProvider.OPENSSL)
			.flatMap((provider) -> Stream.of("TLSv1.3", "TLSv1.2").map((version) -> arguments(provider, version)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("kinds")
	void aCertificateForTheHostIsAccepted(SslProvider provider, String version) throws Exception {
		PlainTrust trust = new PlainTrust(issuer.toTrustManagerFactory());
		assertThat(connect(trust, provider, version, "localhost", names("localhost"))).isNull();
		assertThat(trust.checks()).isOne();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("kinds")
	void aCertificateForAnotherHostIsRefusedWithBothNames(SslProvider provider, String version) throws Exception {
		PlainTrust trust = new PlainTrust(issuer.toTrustManagerFactory());
		assertThat(connect(trust, provider, version, "localhost", names("other.example"))).isNotNull()
			.hasStackTraceContaining(
					"The certificate is not valid for the host 'localhost', its names are [other.example]");
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("kinds")
	void theChainIsCheckedByTheManagerItself(SslProvider provider, String version) throws Exception {
		X509Bundle stranger = new CertificateBuilder().subject("CN=stranger")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		PlainTrust trust = new PlainTrust(stranger.toTrustManagerFactory());
		assertThat(connect(trust, provider, version, "localhost", names("localhost"))).isNotNull();
		assertThat(trust.checks()).isOne();
	}

	static Stream<Arguments> matches() {
		return Stream.of(arguments("a.example", names("b.example", "a.example")),
				arguments("a.example", names("A.Example")), arguments("A.EXAMPLE", names("a.example")),
				arguments("a.example", names("*.example")), arguments("a.b.example", names("*.b.example")),
				arguments("a.example.", names("a.example")),
				arguments("b\u00fccher.example", names("xn--bcher-kva.example")),
				arguments("127.0.0.1", address("127.0.0.1")), arguments("[::1]", address("::1")),
				arguments("[2001:DB8::1]", address(LONG_ADDRESS)), arguments("a.example", commonName("a.example")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("matches")
	void aNameThatMatchesIsAccepted(String host, CertificateBuilder certificate) throws Exception {
		for (SslProvider provider : List.of(SslProvider.JDK, SslProvider.OPENSSL)) {
			assertThat(connect(provider, host, certificate)).as(provider.name()).isNull();
		}
	}

	static Stream<Arguments> mismatches() {
		return Stream.of(arguments("example", names("*.example")), arguments("a.b.example", names("*.example")),
				arguments("b.example", names("*.b.example")), arguments("a.example", names("*")),
				arguments("a.example", names("a.example.evil")), arguments("a.example", names("xa.example")),
				arguments("127.0.0.1", names("127.0.0.1")), arguments("127.0.0.1", address("127.0.0.2")),
				arguments("[::1]", address("::2")), arguments("a.example", address("127.0.0.1")),
				arguments("127.0.0.1", commonName("127.0.0.1")),
				arguments("a.example", names("b.example").subject("CN=a.example")),
				arguments("b\u00fccher.example", names("bucher.example")),
				arguments("my_service", names("my_service")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mismatches")
	void aNameThatDoesNotMatchIsRefused(String host, CertificateBuilder certificate) throws Exception {
		for (SslProvider provider : List.of(SslProvider.JDK, SslProvider.OPENSSL)) {
			assertThat(connect(provider, host, certificate)).as(provider.name())
				.isNotNull()
				.hasStackTraceContaining(
						CertificateException.class.getName() + ": The certificate is not valid for the host");
		}
	}

	@ParameterizedTest
	@EnumSource(value = SslProvider.class, names = { "JDK", "OPENSSL" })
	void aCertificateThatIsPinnedNeedsNoIssuer(SslProvider provider) throws Exception {
		X509Bundle pinned = names("localhost").setIsCertificateAuthority(true).buildSelfSigned();
		TlsContext client = context(new PlainTrust(pinned.toTrustManagerFactory()), provider, "TLSv1.3");
		assertThat(TlsHandshake.connect(client, endpoint("localhost"), TlsHandshake.server(pinned))).isNull();
	}

	@Test
	void withoutAConnectionThatTellsTheHostEveryServerIsRefused() throws Exception {
		HostCheckingTrustManager manager = manager(issuer);
		X509Certificate[] chain = names("localhost").buildIssuedBy(issuer).getCertificatePath();
		assertThatUnknownHost(() -> manager.checkServerTrusted(chain, "UNKNOWN"));
		assertThatUnknownHost(() -> manager.checkServerTrusted(chain, "UNKNOWN", (SSLEngine) null));
		assertThatUnknownHost(() -> manager.checkServerTrusted(chain, "UNKNOWN", (Socket) null));
		SSLEngine unchecked = SSLContext.getDefault().createSSLEngine("localhost", 443);
		assertThatUnknownHost(() -> manager.checkServerTrusted(chain, "UNKNOWN", unchecked));
	}

	private static void assertThatUnknownHost(ThrowingCallable check) {
		assertThatExceptionOfType(CertificateException.class).isThrownBy(check)
			.withMessageStartingWith("No connection tells the host");
	}

	@Test
	void aServerWithManyNamesMakesNoLongMessage() throws Exception {
		CertificateBuilder builder = new CertificateBuilder().subject("CN=server");
		for (int i = 0; i < 1_000; i++) {
			builder.addSanDnsName("name-" + i + ".example");
		}
		HostCheckingTrustManager manager = manager(issuer);
		SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		engine.setSSLParameters(parameters);
		X509Certificate[] chain = builder.buildIssuedBy(issuer).getCertificatePath();
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> manager.checkServerTrusted(chain, "UNKNOWN", engine))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("name-0.example").hasSizeLessThan(600));
	}

	@Test
	void clientsAreNotItsMatter() {
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> manager(issuer).checkClientTrusted(new X509Certificate[0], "UNKNOWN"));
	}

	private static HostCheckingTrustManager manager(X509Bundle trusted) {
		return new HostCheckingTrustManager(
				(X509TrustManager) new PlainTrust(trusted.toTrustManagerFactory()).getTrustManagers()[0]);
	}

	/** Encodes the names itself, since the builder refuses those with a wildcard. */
	private static CertificateBuilder names(String... names) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		for (String name : names) {
			encoded.write(DNS_NAME);
			encoded.write(name.length());
			encoded.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
		}
		ByteArrayOutputStream sequence = new ByteArrayOutputStream();
		sequence.write(SEQUENCE);
		sequence.write(encoded.size());
		sequence.writeBytes(encoded.toByteArray());
		return new CertificateBuilder().subject("CN=server")
			.addExtensionOctetString("2.5.29.17", false, sequence.toByteArray());
	}

	private static CertificateBuilder address(String address) {
		return new CertificateBuilder().subject("CN=server").addSanIpAddress(address);
	}

	private static CertificateBuilder commonName(String name) {
		return new CertificateBuilder().subject("CN=" + name);
	}

	private static @Nullable Throwable connect(SslProvider provider, String host, CertificateBuilder certificate)
			throws Exception {
		return connect(new PlainTrust(issuer.toTrustManagerFactory()), provider, "TLSv1.3", host, certificate);
	}

	private static @Nullable Throwable connect(PlainTrust trust, SslProvider provider, String version, String host,
			CertificateBuilder certificate) throws Exception {
		return TlsHandshake.connect(context(trust, provider, version), endpoint(host),
				TlsHandshake.server(certificate.buildIssuedBy(issuer)));
	}

	private static TlsContext context(PlainTrust trust, SslProvider provider, String version) {
		return new TlsContext(new TlsConfig(null, trust, List.of(version), List.of()), TransportConfig.defaults(),
				List.of(ApplicationProtocol.H2), provider);
	}

	private static Endpoint endpoint(String host) {
		return new Endpoint(Endpoint.Scheme.HTTPS, host, 443);
	}

}
