package io.conpool.autoconfigure.restclient;

import io.conpool.autoconfigure.httpclient.HttpServiceGroups;
import io.conpool.autoconfigure.httpclient.HttpServiceGroupsAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * Auto-configuration of the HTTP service groups that send by HTTP/2 and whose clients are
 * RestClients.
 */
@AutoConfiguration(after = HttpServiceGroupsAutoConfiguration.class)
@ConditionalOnClass({ RestClientHttpServiceGroupConfigurer.class, ClientHttpRequestFactoryBuilder.class })
@ConditionalOnBean(HttpServiceGroups.class)
public final class RestClientGroupAutoConfiguration {

	@Bean
	RestClientGroupConfigurer h2RestClientGroupConfigurer(HttpServiceGroups groups) {
		return new RestClientGroupConfigurer(groups);
	}

}
