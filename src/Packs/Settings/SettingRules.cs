using CityActors.Packs.Checks;
using CityActors.Packs.Format;

namespace CityActors.Packs.Settings;

/// <summary>Whether one parameter may be set to a value for a place. Pure.</summary>
internal static class SettingRules
{
    /// <summary>How many digits the codes of areas have that a parameter may be set for; a device's id is none.</summary>
    private const int CityDigits = 4;
    private const int DistrictDigits = 6;
    private const int CellDigits = 15;

    /// <summary>Why not; null: it may.</summary>
    public static SettingRefusal? Refuse(PackManifest manifest, ParameterSetting setting)
    {
        var name = setting.Parameter;
        if (!manifest.Parameters.TryGetValue(name, out var parameter) || parameter is not { Least: { } least, Most: { } most })
        {
            return new("unknown-parameter", $"The pack '{manifest.Pack}' has no parameter '{name}'; it has {CheckRun.Join(manifest.Parameters.Keys)}.", $"应用包“{manifest.Pack}”没有参数“{name}”。");
        }

        var number = ParameterChecks.Number(parameter, setting.Value);
        if (number is null || (parameter.Is == ParameterType.Whole && number % 1 != 0) || !IsOfItsHours(parameter, setting.Value))
        {
            var (wanted, chinese) = parameter.Is switch
            {
                ParameterType.Span => ($"a length of time in the hours of its default, {parameter.Default}", $"与默认值（{parameter.Default}）同类的时长"),
                ParameterType.Whole => ("a whole number", "整数"),
                _ => ("a number", "数值"),
            };
            return new("wrong-type", $"'{setting.Value}' is not what '{name}' can be: give {wanted}.", $"参数“{name}”不能设为“{setting.Value}”：应为{chinese}。");
        }

        if (number < ParameterChecks.Number(parameter, least) || number > ParameterChecks.Number(parameter, most))
        {
            var unit = parameter.Unit.Length == 0 ? "" : $" {parameter.Unit}";
            return new("out-of-range", $"'{name}' may be set from {least} to {most}{unit}, not to {setting.Value}.", $"参数“{name}”的允许范围为{least}至{most}{unit}，不能设为{setting.Value}。");
        }

        return Refuse(parameter.SetBy, setting);
    }

    /// <summary>Whether what a setting is for has a place or device in it.</summary>
    public static bool Covers(ParameterSetting setting, string area, string? device) =>
        IsArea(setting.For) ? area.StartsWith(setting.For, StringComparison.Ordinal) : setting.For == device;

    /// <summary>How fine it is: what is finer goes before what is not.</summary>
    public static int Fineness(ParameterSetting setting) => IsArea(setting.For) ? setting.For.Length : int.MaxValue;

    /// <summary>Whether it is the code of an area, or empty for the whole city.</summary>
    public static bool IsArea(string place) => place.All(char.IsAsciiDigit);

    private static SettingRefusal? Refuse(SetBy finest, ParameterSetting setting)
    {
        if (IsArea(setting.For) && setting.For.Length is not (0 or 2 or 4 or 6 or 9 or 12 or CellDigits))
        {
            return new("unknown-place", $"'{setting.For}' is no code of an area, which has 2, 4, 6, 9, 12 or {CellDigits} digits, and no id of a device.", $"“{setting.For}”既不是区域代码（2、4、6、9、12或{CellDigits}位数字），也不是设备编号。");
        }

        var (digits, english, chinese) = finest switch
        {
            SetBy.City => (CityDigits, "the whole city", "全市"),
            SetBy.District => (DistrictDigits, "a district", "区县"),
            SetBy.Area => (CellDigits, "an area", "区域"),
            _ => (int.MaxValue, "a device", "设备"),
        };
        return Fineness(setting) <= digits ? null
            : new("too-fine", $"'{setting.Parameter}' is set for {english} at the finest, not for '{setting.For}'.", $"参数“{setting.Parameter}”最细只能按{chinese}设置，不能用于“{setting.For}”。");
    }

    private static bool IsOfItsHours(ParameterSpec parameter, PackValue value) => parameter.Is != ParameterType.Span || Span.Parse(value.Text)?.Hours == Span.Parse(parameter.Default?.Text)?.Hours;
}
