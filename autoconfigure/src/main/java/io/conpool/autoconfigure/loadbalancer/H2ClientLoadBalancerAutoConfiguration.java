package io.conpool.autoconfigure.loadbalancer;

import io.conpool.H2Client;
import io.conpool.autoconfigure.ServiceRouting;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/**
 * Auto-configuration of clients whose base URL is {@code lb://} and the name of a
 * service: Spring Cloud LoadBalancer chooses the instance of each attempt.
 */
@AutoConfiguration(afterName = "org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration")
@ConditionalOnClass({ H2Client.class, HttpMethod.class, LoadBalancerClientFactory.class })
@ConditionalOnBean(LoadBalancerClientFactory.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
public final class H2ClientLoadBalancerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ServiceRouting.class)
	LoadBalancedServices h2LoadBalancedServices(LoadBalancerClientFactory loadBalancers) {
		return new LoadBalancedServices(loadBalancers);
	}

}
