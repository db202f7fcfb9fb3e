package io.conpool.sample;

import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes a certificate for localhost at every start and registers it as the SSL bundle
 * "sample", which the server uses as its own certificate and the client as the one that
 * it trusts. An application would have a bundle below {@code spring.ssl.bundle} instead.
 */
@Configuration(proxyBeanMethods = false)
class CertificateConfiguration {

	private static final String PASSWORD = "sample";

	@Bean
	SslBundleRegistrar sampleBundle() throws Exception {
		KeyStore store = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.addSanIpAddress("127.0.0.1")
			.notAfter(Instant.now().plus(Duration.ofDays(365)))
			.setIsCertificateAuthority(true)
			.buildSelfSigned()
			.toKeyStore(PASSWORD.toCharArray());
		SslBundle bundle = SslBundle.of(SslStoreBundle.of(store, PASSWORD, store));
		return (registry) -> registry.registerBundle("sample", bundle);
	}

}
