using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CityActors.Conformance.Surface;

/// <summary>Writes what a type lets others use, one member per line.</summary>
internal static class SurfaceText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly string[] Described = ["AttributeUsageAttribute", "GenerateSerializerAttribute", "ImmutableAttribute", "IdAttribute"];

    /// <summary>Gives the lines of all public types of an assembly in Orleans' namespaces, sorted.</summary>
    public static IEnumerable<string> OfOrleansNamespaces(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => $"{type.Namespace}.".StartsWith("Orleans.", StringComparison.Ordinal)
            || $"{type.Namespace}.".StartsWith("Microsoft.", StringComparison.Ordinal))
        .SelectMany(type => Of(type, false)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Gives the lines of one type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="withInherited">Also gives what the type inherits, so that a member may stand in a base class.</param>
    public static IEnumerable<string> Of(Type type, bool withInherited)
    {
        var name = TypeText.Name(type);
        yield return $"{name} is {Kind(type)}{TypeText.Constraints(type.GetGenericArguments())}";
        for (var parent = type.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType)
        {
            yield return $"{name} is a {TypeText.Name(parent)}";
        }

        foreach (var parent in type.GetInterfaces().Where(parent => parent.IsVisible))
        {
            yield return $"{name} implements {TypeText.Name(parent)}";
        }

        foreach (var attribute in Attributes(type))
        {
            yield return $"{name} has {attribute}";
        }

        foreach (var line in Types(type, withInherited).SelectMany(declaring => declaring.GetMembers(Declared)).SelectMany(member => Member(name, member)))
        {
            yield return line;
        }
    }

    private static IEnumerable<Type> Types(Type type, bool withInherited)
    {
        yield return type;
        for (var parent = type.BaseType; withInherited && parent is not null && parent != typeof(object); parent = parent.BaseType)
        {
            yield return parent;
        }

        foreach (var parent in withInherited && type.IsInterface ? type.GetInterfaces() : [])
        {
            yield return parent;
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => $"enum of {TypeText.Name(Enum.GetUnderlyingType(type))}",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Member(string type, MemberInfo member)
    {
        var line = member switch
        {
            ConstructorInfo { IsStatic: false } constructor when IsOpen(constructor) => $"{type}.new{Parameters(constructor)}{Access(constructor)}",
            MethodInfo { IsSpecialName: false } method when IsOpen(method) => Method(type, method),
            MethodInfo { IsSpecialName: true } method when IsOpen(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) => Method(type, method),
            PropertyInfo property when Accessors(property).Any() => Property(type, property),
            FieldInfo field when field.IsPublic || field.IsFamily => Field(type, field),
            EventInfo { AddMethod: { } add } found when IsOpen(add) => $"{type}.{found.Name}: event {TypeText.Name(found.EventHandlerType!)}{Access(add)}",
            _ => null,
        };
        if (line is null)
        {
            yield break;
        }

        yield return line;
        foreach (var attribute in Attributes(member))
        {
            yield return $"{type}.{member.Name} has {attribute}";
        }
    }

    private static string Method(string type, MethodInfo method) =>
        $"{type}.{method.Name}{TypeText.Arguments(method.GetGenericArguments())}{Parameters(method)}: {TypeText.Parameter(method.ReturnParameter)}"
        + $"{Access(method)}{TypeText.Constraints(method.GetGenericArguments())}";

    private static string Property(string type, PropertyInfo property)
    {
        var accessors = Accessors(property).Select(accessor => (accessor == property.GetMethod ? "get" : IsInit(accessor) ? "init" : "set") + Access(accessor));
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? ", required" : "";
        return $"{type}.{property.Name}: {TypeText.Name(property.PropertyType)} {{ {string.Join("; ", accessors)} }}{required}";
    }

    private static string Field(string type, FieldInfo field) => field switch
    {
        { IsLiteral: true } => $"{type}.{field.Name}: const {TypeText.Name(field.FieldType)} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
        { IsSpecialName: true } => "",
        _ => $"{type}.{field.Name}: {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Name(field.FieldType)}",
    };

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        return $"({extension}{string.Join(", ", method.GetParameters().Select(parameter => $"{TypeText.Parameter(parameter)} {parameter.Name}{Default(parameter)}"))})";
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? $" = {(parameter.RawDefaultValue is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : "default")}" : "";

    private static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsOpen);

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    /// <summary>Says whether code in another assembly may use it.</summary>
    private static bool IsOpen(MethodBase method) =>
        (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed))
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && (method as MethodInfo)?.GetBaseDefinition().DeclaringType != typeof(object);

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? "" : ", protected";
        var form = method switch
        {
            { IsStatic: true } => ", static",
            { IsAbstract: true } => ", abstract",
            { IsVirtual: true, IsFinal: false } when !method.DeclaringType!.IsSealed => ", virtual",
            _ => "",
        };
        return access + form;
    }

    private static IEnumerable<string> Attributes(MemberInfo member) => member.GetCustomAttributesData()
        .Where(attribute => Described.Contains(attribute.AttributeType.Name))
        .Select(attribute => $"[{attribute.AttributeType.Name[..^"Attribute".Length]}{Values(attribute)}]");

    private static string Values(CustomAttributeData attribute)
    {
        var values = attribute.ConstructorArguments.Select(argument => $"{argument.Value}")
            .Concat(attribute.NamedArguments.Where(argument => argument.TypedValue.Value is not false || argument.MemberName == "Inherited")
                .OrderBy(argument => argument.MemberName, StringComparer.Ordinal)
                .Select(argument => $"{argument.MemberName} = {argument.TypedValue.Value}"));
        var text = string.Join(", ", values);
        return text.Length == 0 ? "" : $"({text})";
    }
}
