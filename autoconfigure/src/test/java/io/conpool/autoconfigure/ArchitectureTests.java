package io.conpool.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.conpool.autoconfigure");

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(CLASSES);
	}

	@Test
	void beanMethodsArePackagePrivateAndHaveNoConditionOnClasses() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(CLASSES);
		noMethods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.beAnnotatedWith(ConditionalOnClass.class)
			.check(CLASSES);
	}

	@Test
	void whatIsConfiguredDoesNotKnowItsConfiguration() {
		noClasses().that()
			.areAssignableTo(MeterBinder.class)
			.or()
			.areAssignableTo(HealthContributor.class)
			.or()
			.areAnnotatedWith(Endpoint.class)
			.or()
			.areAnnotatedWith(EndpointWebExtension.class)
			.should()
			.dependOnClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(H2ClientProperties.class)
			.orShould()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.autoconfigure..")
			.check(CLASSES);
	}

	@Test
	void theClientsWiringKnowsNoneOfTheOptionalParts() {
		noClasses().that()
			.resideInAPackage("io.conpool.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.conpool.micrometer..", "io.micrometer..", "org.springframework.boot.actuate..",
					"org.springframework.boot.health..", "org.springframework.boot.micrometer..")
			.check(CLASSES);
	}

	@Test
	void nothingKnowsNetty() {
		noClasses().should().dependOnClassesThat().resideInAPackage("io.netty..").check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.conpool.autoconfigure.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void publicClassesAreFinal() {
		classes().that()
			.arePublic()
			.and(describe("are not interfaces", (JavaClass type) -> !type.isInterface()))
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

}
