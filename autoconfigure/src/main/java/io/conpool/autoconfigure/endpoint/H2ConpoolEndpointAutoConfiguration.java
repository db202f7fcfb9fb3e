package io.conpool.autoconfigure.endpoint;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.pool.Conpool;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code h2conpool}, which shows all clients.
 */
@AutoConfiguration(after = H2ClientAutoConfiguration.class)
@ConditionalOnClass({ Conpool.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(H2ClientRegistry.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(H2ConpoolEndpoint.class)
public final class H2ConpoolEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	H2ConpoolEndpoint h2ConpoolEndpoint(H2ClientRegistry registry) {
		return new H2ConpoolEndpoint(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(H2ConpoolEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	H2ConpoolEndpointWebExtension h2ConpoolEndpointWebExtension(H2ConpoolEndpoint endpoint) {
		return new H2ConpoolEndpointWebExtension(endpoint);
	}

}
