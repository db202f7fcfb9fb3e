package io.conpool.test.autoconfigure;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.test.MockH2Server;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the mock server: a {@link MockH2Server}, unless the test has a
 * bean of this type, and the connection details that lead clients to it, before all
 * others. Imported by {@link AutoConfigureMockH2Server @AutoConfigureMockH2Server} alone.
 */
@AutoConfiguration(before = H2ClientAutoConfiguration.class)
@EnableConfigurationProperties(MockH2ServerProperties.class)
public final class MockH2ServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MockH2Server mockH2Server(MockH2ServerProperties properties) {
		return properties.tls() ? MockH2Server.startTls() : MockH2Server.start();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	MockH2ServerConnectionDetails mockH2ServerConnectionDetails(MockH2ServerProperties properties,
			MockH2Server server) {
		return new MockH2ServerConnectionDetails(properties, server);
	}

	@Bean
	MockedClients mockedH2Clients(MockH2ServerProperties properties, ObjectProvider<H2ClientRegistry> registry) {
		return new MockedClients(properties.clients(), registry);
	}

}
