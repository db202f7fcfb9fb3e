package io.conpool.autoconfigure.loadbalancer;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.configuration.CompatibilityVerifierAutoConfiguration;

/**
 * An application with Spring Cloud LoadBalancer over its simple discovery client, which
 * lists what properties say. Lists are not cached.
 */
final class SpringCloud {

	private SpringCloud() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, H2ClientAutoConfiguration.class,
					H2ClientLoadBalancerAutoConfiguration.class, LoadBalancerAutoConfiguration.class,
					org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration.class,
					CompositeDiscoveryClientAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
					CompatibilityVerifierAutoConfiguration.class, UtilAutoConfiguration.class))
			.withPropertyValues("spring.cloud.discovery.reactive.enabled=false");
	}

}
