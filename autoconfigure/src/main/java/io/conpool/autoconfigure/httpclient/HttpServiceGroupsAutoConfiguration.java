package io.conpool.autoconfigure.httpclient;

import java.util.stream.Collectors;

import io.conpool.autoconfigure.H2ClientAutoConfiguration;
import io.conpool.autoconfigure.H2ClientRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * Auto-configuration of what is common to the HTTP service groups that send by HTTP/2,
 * whatever the type of their clients.
 */
@AutoConfiguration(after = { H2ClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
		HttpServiceClientPropertiesAutoConfiguration.class })
@ConditionalOnClass({ HttpClientSettings.class, HttpServiceProxyRegistry.class })
@ConditionalOnBean({ H2ClientRegistry.class, HttpServiceClientProperties.class })
@EnableConfigurationProperties(HttpServiceGroupsProperties.class)
public final class HttpServiceGroupsAutoConfiguration {

	@Bean
	HttpServiceGroups h2HttpServiceGroups(HttpServiceGroupsProperties properties, H2ClientRegistry clients,
			HttpServiceClientProperties groups, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<HttpClientSettings> settings) {
		return new HttpServiceGroups(properties.httpServiceGroups(), clients, groups,
				new HttpClientSettingsPropertyMapper(sslBundles.getIfAvailable(), settings.getIfAvailable()));
	}

	/** A name that is none would go unnoticed otherwise. */
	@Bean
	SmartInitializingSingleton h2HttpServiceGroupsCheck(HttpServiceGroups groups,
			ObjectProvider<HttpServiceProxyRegistry> registries) {
		return () -> groups.requireAll(registries.stream()
			.flatMap((registry) -> registry.getGroupNames().stream())
			.collect(Collectors.toSet()));
	}

}
